package io.connectionmanager;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What credentials show of themselves.
 */
class CredentialsTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "nats://hunter2@h", "redis://:hunter2@h", "amqp://joe:hunter2@h/%2f", "redis://:hunter%32@h" })
	void their_text_shows_neither_password_nor_token(String url) {
		assertThat(Credentials.ofUserInfo(URI.create(url)).orElseThrow().toString()).doesNotContain("hunter");
	}

	@Test
	void their_text_names_the_user() {
		assertThat(new Credentials("joe", "hunter2".toCharArray()))
			.hasToString("Credentials[username=joe, password=****]");
	}

}
