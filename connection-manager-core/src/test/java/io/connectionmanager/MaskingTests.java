package io.connectionmanager;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
			tcp://joe:s3cr#t@h:1                                 | tcp://******@h:1
			tcp://joe:a/b?c#d@e@h:1/path                         | tcp://******@h:1/path
			Connection to "tcp://joe:s3"cr't@h:1" failed         | Connection to "tcp://******@h:1" failed
			http://x.example/?mail=me@example.org                | http://******@example.org
			""")
	void takes_user_info_out_of_uris(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
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
			Authorization: Bearer abc.def-123                  | Authorization: ******
			authorization=Basic dTpw, x                        | authorization=******
			401 for Bearer abc.def-123, try again              | 401 for Bearer ******, try again
			{'password': 'p"q', 'x': 1}                        | {'password': ******, 'x': 1}
			{"password":"p\\"q","x":1}                          | {"password":******,"x":1}
			"{\\"password\\":\\"geheim\\",\\"x\\":1}"                | "{\\"password\\":******,\\"x\\":1}"
			secret_key=geheim                                  | secret_key=******
			AWS_SECRET_ACCESS_KEY=geheim REGION=eu             | AWS_SECRET_ACCESS_KEY=****** REGION=eu
			aws.secretAccessKey: geheim                        | aws.secretAccessKey: ******
			AccountKey=geheim==;EndpointSuffix=x               | AccountKey=******;EndpointSuffix=x
			https://x.example/c?sv=1&sig=geheim&se=2           | https://x.example/c?sv=1&sig=******&se=2
			"tokens": ["geheim", "ge heim"], "x": 1            | "tokens": ******, "x": 1
			passphrase => geheim                               | passphrase => ******
			<password>geheim</password>                        | <password>******</password>
			password="geheim                                   | password=******
			Set-Cookie: a=b; c=d                               | Set-Cookie: ******
			""")
	void takes_out_what_is_written_like_a_password(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			psql --password geheim --host db                   | psql --password ****** --host db
			feed --token=geheim --port 1                       | feed --token=****** --port 1
			feed --api-key 'ge heim' x                         | feed --api-key ****** x
			feed -password geheim                              | feed -password ******
			--db-password "ge heim" x                          | --db-password ****** x
			sshpass -p geheim ssh -P 22 h                      | sshpass -p ****** ssh -P 22 h
			mysql -u root -pgeheim orders                      | mysql -u root -p****** orders
			mysql -uroot -pgeheim orders                       | mysql -uroot -p****** orders
			curl -u joe:geheim x                               | curl -u ****** x
			curl --user "joe:ge heim" x                        | curl --user ****** x
			[psql, --password, geheim, -h, db]                 | [psql, --password, ******, -h, db]
			["psql","--password","ge heim","-h"]               | ["psql","--password",******,"-h"]
			psql --password --host db                          | psql --password --host db
			CREATE ROLE joe PASSWORD 'ge''heim' LOGIN          | CREATE ROLE joe PASSWORD ****** LOGIN
			CREATE ROLE joe PASSWORD E'ge\\'h eim' LOGIN        | CREATE ROLE joe PASSWORD ****** LOGIN
			ALTER LOGIN joe WITH PASSWORD = N'ge heim', X      | ALTER LOGIN joe WITH PASSWORD = ******, X
			CREATE USER joe IDENTIFIED BY 'X''s geheim' X      | CREATE USER joe IDENTIFIED BY ****** X
			IDENTIFIED WITH native_password BY 'geheim' X      | IDENTIFIED WITH native_password BY ****** X
			SET PASSWORD FOR 'joe'@'%' = 'ge''heim'            | SET PASSWORD FOR 'joe'@'%' = ******
			SET PASSWORD = PASSWORD('ge heim')                 | SET PASSWORD = ******)
			password='X''s geheim', x=1                        | password=******, x=1
			password='', x='geheime'                           | password=******, x='geheime'
			{"password":"","x":"geheime"}                      | {"password":******,"x":"geheime"}
			the password "ge heim" is wrong                    | the password ****** is wrong
			""")
	void takes_out_what_is_written_like_an_option_or_a_string_of_sql(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			password := geheim                                 | password := ******
			password == geheim                                 | password == ******
			password -> geheim, password->geheim               | password -> ******, password->******
			user\\u003du\\u0026password\\u003dgeheim           | user\\u003du\\u0026password\\u003d******
			?to=https%3A%2F%2Fx%3Ftoken%3Dgeheim x             | ?to=https%3A%2F%2Fx%3Ftoken%3D****** x
			<property name="password" value="ge heim"/>        | <property name="password" value=******/>
			{"name":"DB_PASSWORD","value":"ge heim"}           | {"name":"DB_PASSWORD","value":******}
			[name: DB_PASSWORD, value: geheim]                 | [name: DB_PASSWORD, value: ******]
			""")
	void takes_out_a_value_however_it_is_assigned(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			password=ge'he'im, x=1                             | password=******, x=1
			password="ge"heim x                                | password=****** x
			password=[ge]heim x                                | password=****** x
			jdbc:sqlserver://h;password={g;heim};x=1           | jdbc:sqlserver://h;password=******;x=1
			"token": {"value": "geheim", "x": 1}, "y": 2       | "token": ******, "y": 2
			Cookie: a="b"; session=geheim                      | Cookie: ******
			Authorization: Digest u="joe", response="geheim"   | Authorization: ******
			-H 'Authorization: Digest u="joe", r="geheim"' x   | -H 'Authorization: ******' x
			""")
	void takes_out_a_value_to_its_end(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
	}

	@Test
	void takes_out_the_credentials_of_nats_and_tokens_in_json() {
		String credentials = """
				-----BEGIN NATS USER JWT-----
				eyJgeheim
				------END NATS USER JWT------

				-----BEGIN USER NKEY SEED-----
				SUAgeheim
				------END USER NKEY SEED------
				""";
		assertThat(Masking.standard().mask(credentials)).doesNotContain("geheim").contains("END USER NKEY SEED");
		assertThat(Masking.standard().mask("bad JWT eyJhbGciOiJI.eyJzdWIiOiIx.geheim-1, ignored"))
			.isEqualTo("bad JWT ******, ignored");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Cannot reach joe:geheim@feed.example:7000 today    | Cannot reach ******@feed.example:7000 today
			joe:ge@heim@feed.example                           | ******@feed.example
			:geheim@cache.example                              | ******@cache.example
			amqp:joe:geheim@broker, joe:geheim@broker          | ******@broker, ******@broker
			{"url":"joe:geheim@feed","x":1}                    | {"url":"******@feed","x":1}
			url=joe:geheim@feed and (joe:geheim@[::1]:5)       | url=******@feed and (******@[::1]:5)
			ops@example.org or joe:geheim@feed                 | ops@example.org or ******@feed
			tcp://h:1 and joe:geheim@feed                      | tcp://h:1 and ******@feed
			joe:geheim@feed and tcp://joe:geheim@h:1           | ******@feed and tcp://******@h:1
			""")
	void takes_user_info_out_of_addresses_without_a_scheme(String text, String masked) {
		assertThat(Masking.standard().mask(text)).isEqualTo(masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH " })
	void takes_out_a_private_key(String type) {
		String begin = "-----BEGIN " + type + "PRIVATE KEY-----";
		String end = "-----END " + type + "PRIVATE KEY-----";
		String key = "\nMIIEvQ+geheim/=\nIBADAN=\n";
		Masking masking = Masking.standard();
		assertThat(masking.mask("bad " + begin + key + end + ", sorry"))
			.isEqualTo("bad " + begin + "******" + end + ", sorry");
		assertThat(masking.mask("bad " + begin + key)).isEqualTo("bad " + begin + "******");
		assertThat(masking.mask(key + end + " x")).isEqualTo("******" + end + " x");
		assertThat(masking.maskLine("a " + begin + key.replace("\n", "\\n") + end)).doesNotContain("geheim", "IBADAN");
		assertThat(masking.mask(begin + key + begin + key + end)).doesNotContain("geheim", "IBADAN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-----BEGIN CERTIFICATE-----\nMIIEvQ\n-----END CERTIFICATE-----", "-----",
			"unexpected token '}' at 5", "secret \"db\" not found", "mkdir --parents x", "sub-password manager",
			"Foo@1a2b: closed", "12:30 ops@example.org", "a: b@c", "Option 'password' 'x'" })
	void leaves_what_only_resembles_a_secret_alone(String text) {
		assertThat(Masking.standard().mask(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection refused", "tcp://feed.example:7000/path?q=1", "mail to ops@example.org",
			"the password is wrong", "basic settings" })
	void leaves_other_text_alone(String text) {
		assertThat(Masking.standard().mask(text)).isEqualTo(text);
	}

	@Test
	void takes_secrets_out_of_a_uri() {
		URI uri = URI.create("tcp://user:geheim@feed.example:7000/path?password=geheim#part");
		assertThat(Masking.standard().mask(uri)).isEqualTo("tcp://******@feed.example:7000/path?password=******")
			.doesNotContain("geheim");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			amqp:user:geheim@broker.example:5672               | ******@broker.example:5672
			user:geheim@broker.example:5672                    | ******@broker.example:5672
			jdbc:postgresql:user:geheim@db.example/orders      | ******@db.example/orders
			tcp://h:1/?password=ge,heim;x)y&x=1                | tcp://h:1/?password=******&x=1
			tcp://h:1/?user=u&password=ge heim                 | tcp://h:1/?user=u&password=******
			tcp://h:1/#access_token=ge,heim                    | tcp://h:1/#access_token=******
			tcp://h:1/?key=ge}heim&monkey=1                    | tcp://h:1/?key=******&monkey=1
			tcp://u:p@h:1/?token=$1\\                           | tcp://******@h:1/?token=******
			""")
	void takes_secrets_out_of_a_url_that_is_malformed(String url, String masked) {
		assertThat(Masking.standard().maskUrl(url)).isEqualTo(masked);
	}

	@Test
	void secrets_of_a_url_are_masked_wherever_they_are() {
		assertThat(Masking.standard()
			.withSecretsOf(URI.create("tcp://h:1/?password=ge%2Cheim-1&tokens=true#access_token=an-other"))
			.mask("ge%2Cheim-1, ge,heim-1, true, an-other")).isEqualTo("******, ******, true, ******");
		assertThat(Masking.standard().withSecretsOf(URI.create("amqp:user:geheim@broker")).mask("no geheim"))
			.isEqualTo("no ******");
	}

	@Test
	void describes_a_failure_in_one_line_without_secrets() {
		assertThat(Masking.standard().describe(new IOException("no route to tcp://u:geheim@x.example")))
			.isEqualTo("IOException: no route to tcp://******@x.example");
		assertThat(Masking.standard().describe(new IOException())).isEqualTo("IOException");
	}

	@Test
	void is_not_slowed_down_by_long_text() {
		String text = "x://".repeat(10_000) + "@" + "password".repeat(10_000);
		assertThat(Masking.standard().mask(text)).isNotNull();
	}

	@Test
	void a_name_and_a_password_are_masked_wherever_they_are() {
		Masking masking = Masking.standard().withCredentials("reader", "hunter2");
		assertThat(masking.mask("Login of reader refused: 'hunter2' is wrong, said xhunter2x"))
			.isEqualTo("Login of ****** refused: '******' is wrong, said x******x");
	}

	@Test
	void user_info_is_masked_in_parts_encoded_or_not() {
		Masking masking = Masking.standard().withSecretsOf(URI.create("amqp://writer:p%40ss@broker"));
		assertThat(masking.mask("writer p%40ss p@ss at broker")).isEqualTo("****** ****** ****** at broker");
		assertThat(Masking.standard().withSecretsOf(URI.create("tcp://token@feed")).mask("token")).isEqualTo("******");
	}

	@Test
	void user_info_before_several_hosts_or_an_unusual_one_is_masked_as_well() {
		for (String hosts : new String[] { "a,b:1", "a_b:1" }) {
			Masking masking = Masking.standard().withSecretsOf(URI.create("postgresql://writer:p%40ss@" + hosts));
			assertThat(masking.mask("writer p%40ss p@ss at broker")).isEqualTo("****** ****** ****** at broker");
		}
		assertThat(Masking.standard().withSecretsOf(URI.create("feed://a,b"))).isSameAs(Masking.standard());
	}

	@Test
	void a_short_name_is_masked_as_a_word_only_and_a_short_password_everywhere() {
		Masking masking = Masking.standard().withCredentials("in", "zz");
		assertThat(masking.mask("pinging in (in) fizz")).isEqualTo("pinging ****** (******) fi******");
	}

	@Test
	void of_two_secrets_the_longer_one_is_masked_whole() {
		Masking masking = Masking.standard().withCredentials("reader", "reader-2026");
		assertThat(masking.mask("reader-2026, reader")).isEqualTo("******, ******");
	}

	@Test
	void a_password_with_a_delimiter_is_masked_whole_where_it_is_assigned() {
		Masking masking = Masking.standard().withCredentials(null, "ab;c$d");
		assertThat(masking.mask("password=ab;c$d;x=1")).isEqualTo("password=******;x=1");
	}

	@Test
	void two_maskings_together_take_out_what_each_does() {
		Masking both = Masking.standard()
			.withCredentials("reader", "hunter2")
			.and(Masking.standard().withCredentials("writer", "geheim"));
		assertThat(both.mask("reader hunter2 writer geheim")).isEqualTo("****** ****** ****** ******");
		assertThat(both.and(Masking.standard())).isSameAs(both);
	}

	@Test
	void a_host_that_is_called_like_the_user_is_left_in_a_uri_and_a_password_is_not() {
		Masking masking = Masking.standard().withCredentials("orders", "geheim");
		assertThat(masking.mask(URI.create("postgresql://orders:x@orders.example/orders?key=geheim")))
			.isEqualTo("postgresql://******@orders.example/orders?key=******");
	}

	@Test
	void a_failure_without_secrets_is_shown_as_it_is() {
		Exception failure = new IOException("refused", new IllegalStateException("closed"));
		failure.addSuppressed(new IOException("reset"));
		assertThat(Masking.standard().mask(failure)).isSameAs(failure);
	}

	@Test
	void a_failure_with_a_secret_anywhere_is_stood_in_for_with_its_stack_traces() {
		Masking masking = Masking.standard().withCredentials(null, "hunter2");
		Exception cause = new IllegalStateException("hunter2 is wrong");
		Exception failure = new IOException("cannot log in", cause);
		failure.addSuppressed(new IOException("password=geheim"));
		Throwable shown = masking.mask(failure);
		assertThat(stackTrace(shown)).doesNotContain("hunter2", "geheim")
			.isEqualTo(stackTrace(failure).replace("hunter2", "******").replace("geheim", "******"));
	}

	@Test
	void a_failure_that_is_its_own_cause_is_shown_too() {
		Exception failure = new IOException("password=geheim");
		Exception cause = new IOException("cause");
		failure.initCause(cause);
		cause.initCause(failure);
		assertThat(stackTrace(Masking.standard().mask(failure))).contains("CIRCULAR").doesNotContain("geheim");
	}

	@Test
	@DisplayName("Promise 21: a failure with any number of causes can be shown, by a library that follows them by recursion")
	void a_failure_with_very_many_causes_is_cut() {
		Exception failure = new IOException("root");
		for (int i = 0; i < 30_000; i++) {
			failure = new IOException("link", failure);
			failure.addSuppressed(new IOException("suppressed"));
		}
		assertThat(stackTrace(Masking.standard().mask(failure))).startsWith("java.io.IOException: link")
			.endsWith("further causes are left out" + System.lineSeparator());
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://joe:hunter2@feed.example", "password=hunter2", "Bearer hunter2.hunter2",
			"{\"password\" : \"a hunter2 b\"}", "joe and my hunter2 pass", "hunter2", "x hunter2",
			"joe:hunter2@feed.example", "--password 'a hunter2 b'", "-----BEGIN PRIVATE KEY-----\na hunter2\nb" })
	void no_secret_is_cut_open_where_a_text_is_too_long(String secret) {
		Masking masking = Masking.standard()
			.withCredentials("hunter2", "my hunter2 pass")
			.withCredentials("x hunter2", null);
		for (String filler : new String[] { "a", "a ", "://" }) {
			String before = filler.repeat(10_000);
			for (int length = 8_192 - 50; length <= 8_192; length++) {
				String text = before.substring(0, length) + secret + " " + before;
				assertThat(masking.mask(text)).doesNotContain("hun").hasSizeLessThan(8_300).endsWith("...");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x://", "password=", "a=[", "\\\"", "bearer ", "?key=", "a", "-----BEGIN PRIVATE KEY-----",
			"-----END PRIVATE KEY-----", "-", "--pass", "-p ", "-u a ", "a:", "a:b@", ":\"@ ", "password '", "''",
			"identified with ", "password for ", "--user a" })
	@Timeout(60)
	void a_text_of_any_length_is_masked_in_no_time(String unit) {
		String text = "@" + unit.repeat(2_000_000);
		assertThat(Masking.standard().mask(text)).hasSizeLessThan(20_000);
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

}
