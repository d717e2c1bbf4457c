package io.connectionmanager;

import java.io.IOException;
import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tcp://user:geheim@feed.example:7000                  | tcp://******@feed.example:7000
			tcp://token@feed.example                             | tcp://******@feed.example
			tcp://user:ge@heim@feed.example                      | tcp://******@feed.example
			amqp://u:p@one.example,amqp://u:p@two.example        | amqp://******@one.example,amqp://******@two.example
			Cannot reach ws://u:geheim@x.example/path?q=1 today  | Cannot reach ws://******@x.example/path?q=1 today
			jdbc:postgresql://u:geheim@db.example/orders         | jdbc:postgresql://******@db.example/orders
			redis://:geheim@cache.example/0                      | redis://******@cache.example/0
			""")
	void takes_user_info_out_of_uris(String text, String masked) {
		assertThat(Masking.mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			jdbc:x://db/orders?user=u&password=geheim&ssl=true | jdbc:x://db/orders?user=u&password=******&ssl=true
			Password: geheim                                   | Password: ******
			{"password" : "ge heim", "user": "u"}              | {"password" : ******, "user": "u"}
			passwd='ge heim', x=1                              | passwd=******, x=1
			client_secret=geheim;scope=all                     | client_secret=******;scope=all
			access_token=geheim)                               | access_token=******)
			X-Api-Key: geheim                                  | X-Api-Key: ******
			apikey=geheim api_key=geheim                       | apikey=****** api_key=******
			""")
	void takes_out_what_is_written_like_a_password(String text, String masked) {
		assertThat(Masking.mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection refused", "tcp://feed.example:7000/path?q=1", "mail to ops@example.org",
			"http://x.example/@home", "http://x.example/?mail=me@example.org", "the password is wrong" })
	void leaves_other_text_alone(String text) {
		assertThat(Masking.mask(text)).isEqualTo(text);
	}

	@Test
	void takes_secrets_out_of_a_uri() {
		URI uri = URI.create("tcp://user:geheim@feed.example:7000/path?password=geheim#part");
		assertThat(Masking.mask(uri)).isEqualTo("tcp://******@feed.example:7000/path?password=******")
			.doesNotContain("geheim");
	}

	@Test
	void describes_a_failure_in_one_line_without_secrets() {
		assertThat(Masking.describe(new IOException("no route to tcp://u:geheim@x.example")))
			.isEqualTo("IOException: no route to tcp://******@x.example");
		assertThat(Masking.describe(new IOException())).isEqualTo("IOException");
	}

	@Test
	void is_not_slowed_down_by_long_text() {
		String text = "x://".repeat(10_000) + "@" + "password".repeat(10_000);
		assertThat(Masking.mask(text)).isNotNull();
	}

}
