package io.connectionmanager.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A port that is in use is reported with advice, and without a stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class BusyPortTests {

	@Test
	void the_port_of_the_web_server(CapturedOutput output) throws IOException {
		try (ServerSocket other = listen()) {
			run("--server.port=" + other.getLocalPort(), "--sample.server.port=" + FreePort.find());
			assertThat(output)
				.contains("Web server failed to start. Port %d was already in use.".formatted(other.getLocalPort()));
		}
		assertThat(output).contains("Action:").doesNotContain("\tat ");
	}

	@Test
	void the_port_of_the_price_server(CapturedOutput output) throws IOException {
		try (ServerSocket other = listen()) {
			run("--server.port=0", "--sample.server.port=" + other.getLocalPort());
			assertThat(output)
				.contains(
						"The price server failed to start. Port %d was already in use.".formatted(other.getLocalPort()))
				.contains("--sample.server.port");
		}
		assertThat(output).contains("Action:").doesNotContain("\tat ");
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	private static void run(String... arguments) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(SampleApplication.class).run(arguments));
	}

}
