package io.connectionmanager.spring.actuate;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which parts of a message are secret.
 */
class ConnectionSecretsTests {

	@Test
	void user_and_password_are_masked_wherever_they_are() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.empty(), "reader", "hunter2");
		assertThat(secrets.mask("Login of reader refused: 'hunter2' is wrong, said xhunter2x"))
			.isEqualTo("Login of ****** refused: '******' is wrong, said x******x");
	}

	@Test
	void user_info_of_the_url_is_masked_in_parts_encoded_or_not() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.of(URI.create("amqp://writer:p%40ss@broker")), null,
				null);
		assertThat(secrets.mask("writer p%40ss p@ss at broker")).isEqualTo("****** ****** ****** at broker");
	}

	@Test
	void a_short_user_name_is_masked_as_a_word_only_and_a_short_password_everywhere() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.empty(), "in", "zz");
		assertThat(secrets.mask("pinging in (in) fizz")).isEqualTo("pinging ****** (******) fi******");
	}

	@Test
	void of_two_secrets_the_longer_one_is_masked_whole() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.empty(), "reader", "reader-2026");
		assertThat(secrets.mask("reader-2026, reader")).isEqualTo("******, ******");
	}

	@Test
	void the_rest_of_a_password_that_has_been_masked_in_part_is_masked_too() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.empty(), null, "ab;cd");
		assertThat(secrets.mask("password=******;cd ;cd")).isEqualTo("password=****** ;cd");
	}

	@Test
	void without_secrets_only_what_looks_like_one_is_masked() {
		ConnectionSecrets secrets = ConnectionSecrets.of(Optional.of(URI.create("tcp://feed:7000")), "", null);
		assertThat(secrets.mask("Connection refused: tcp://me:pw@feed:7000?password=x"))
			.isEqualTo("Connection refused: tcp://******@feed:7000?password=******");
	}

}
