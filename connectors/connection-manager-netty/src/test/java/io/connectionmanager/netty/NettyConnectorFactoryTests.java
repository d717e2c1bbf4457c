package io.connectionmanager.netty;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.ServiceLoader;

import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NettyConnectorFactory}.
 */
class NettyConnectorFactoryTests {

	private final NettyConnectorFactory factory = new NettyConnectorFactory();

	private static ConnectorContext.Builder context(String url) {
		return ConnectorContext.builder("peer", URI.create(url));
	}

	@Test
	void the_service_loader_finds_it() {
		assertThat(ServiceLoader.load(ConnectorFactory.class)).hasAtLeastOneElementOfType(NettyConnectorFactory.class);
	}

	@Test
	void it_serves_channels() {
		assertThat(this.factory.schemes()).containsExactlyInAnyOrder("netty", "nettys");
		assertThat(this.factory.connectionType()).isEqualTo(Channel.class);
		assertThat(this.factory.options()).containsExactly("probe");
	}

	@Test
	void a_missing_handler_is_reported() {
		assertThatExceptionOfType(MissingCollaboratorException.class)
			.isThrownBy(() -> this.factory.create(context("netty://peer.example:7").build()))
			.withMessageContaining("ChannelHandler");
	}

	@ParameterizedTest
	@ValueSource(strings = { "netty://peer.example", "netty://peer.example:0", "nettys://peer.example:65536" })
	void a_url_that_cannot_work_is_reported_before_the_first_attempt(String url) {
		ConnectorContext context = context(url).collaborator(new Handlers.Received()).build();
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining("://host:port");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\q", "\\", "\\x", "\\x4", "\\xzz" })
	void a_probe_with_an_unknown_escape_is_reported(String probe) {
		ConnectorContext context = context("netty://peer.example:7").collaborator(new Handlers.Received())
			.option("probe", probe)
			.build();
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining("probe");
	}

	@Test
	void a_probe_is_text_with_escapes() {
		assertThat(ProbeOption.parse("PING ü\\r\\n\\t\\0\\\\\\x7f\\xFF\n")).isEqualTo(expected());
	}

	private static byte[] expected() {
		byte[] text = "PING ü\r\n\t\0\\".getBytes(StandardCharsets.UTF_8);
		byte[] expected = Arrays.copyOf(text, text.length + 3);
		expected[text.length] = 0x7f;
		expected[text.length + 1] = (byte) 0xff;
		expected[text.length + 2] = '\n';
		return expected;
	}

	@Test
	void white_space_is_part_of_the_probe() {
		ConnectorContext context = context("netty://peer.example:7").option("probe", "PING\r\n").build();
		assertThat(ProbeOption.of(context)).asString(StandardCharsets.US_ASCII).isEqualTo("PING\r\n");
	}

}
