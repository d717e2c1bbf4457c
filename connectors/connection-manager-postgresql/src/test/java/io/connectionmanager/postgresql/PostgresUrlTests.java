package io.connectionmanager.postgresql;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresUrlTests {

	@ParameterizedTest
	@CsvSource({ "postgresql://h/db, jdbc:postgresql://h/db", //
			"POSTGRESQL://h:1/db, jdbc:postgresql://h:1/db", //
			"postgresql://h, jdbc:postgresql://h/", //
			"postgresql://u:p@h:1/db?x=y, jdbc:postgresql://h:1/db", //
			"'postgresql://u:p@h1:1,h2:2/db', 'jdbc:postgresql://h1:1,h2:2/db'", //
			"postgresql://[::1]:5432/db, jdbc:postgresql://[::1]:5432/db", //
			"jdbc:postgresql://h/db, jdbc:postgresql://h/db", //
			"jdbc:postgresql:db, jdbc:postgresql:db", //
			"jdbc:postgresql://u:p@h/db?user=v&password=q, jdbc:postgresql://h/db" })
	void the_driver_gets_a_url_without_credentials_and_parameters(String url, String address) {
		assertThat(PostgresUrl.of(URI.create(url)).address()).isEqualTo(address);
	}

	@ParameterizedTest
	@CsvSource({ "postgresql://u:p@h/db, u, p", //
			"postgresql://u%40x:p%2F+%25@h/db, u@x, p/+%", //
			"'postgresql://u:p@h1:1,h2:2/db', u, p", //
			"jdbc:postgresql://u:p@h/db, u, p", //
			"jdbc:postgresql://h/db?user=u&password=p%26q+r, u, 'p&q r'", //
			"postgresql://u:p@h/db?password=q, u, q", //
			"jdbc:postgresql:db?user=u, u, ''" })
	void credentials_come_from_the_user_info_or_the_parameters(String url, String username, String password) {
		assertThat(PostgresUrl.of(URI.create(url)).credentials())
			.contains(new Credentials(username, password.toCharArray()));
	}

	@Test
	void without_credentials_there_are_none() {
		assertThat(PostgresUrl.of(URI.create("postgresql://h/db?a=b")).credentials()).isEqualTo(Optional.empty());
	}

	@Test
	void parameters_are_decoded_and_do_not_contain_credentials() {
		PostgresUrl url = PostgresUrl
			.of(URI.create("postgresql://h/db?user=u&password=p&sslmode=verify-full&options=a%20b&flag"));
		assertThat(url.parameters()).containsOnlyKeys("sslmode", "options", "flag")
			.containsEntry("sslmode", "verify-full")
			.containsEntry("options", "a b")
			.containsEntry("flag", "");
		assertThat(url.toString()).doesNotContain("p&").isEqualTo("jdbc:postgresql://h/db");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mysql://u:s3cret@h/db", "jdbc:mysql://u:s3cret@h/db", "postgresql://u:s3cret@h/a/b",
			"jdbc:postgresql://u:s3cret%25zz@h/a/b", "postgresql://u:s3cret@h/db?socketTimeout=s3cret",
			"postgresql://u:s3cret@h/db?socketTimeout=-1", "postgresql://u:s3cret@h/db?socketTimeout",
			"postgresql:u:s3cret@h/a", "jdbc:postgresql:u:s3cret@h" })
	void other_urls_are_refused_without_repeating_them(String url) {
		assertThatExceptionOfType(ConnectionRejectedException.class).isThrownBy(() -> PostgresUrl.of(URI.create(url)))
			.satisfies((ex) -> assertThat(ex).hasNoCause())
			.withMessageNotContaining("s3cret");
	}

}
