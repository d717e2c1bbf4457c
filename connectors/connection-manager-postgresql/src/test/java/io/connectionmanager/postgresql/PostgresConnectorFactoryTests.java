package io.connectionmanager.postgresql;

import java.net.URI;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresConnectorFactoryTests {

	private final PostgresConnectorFactory factory = new PostgresConnectorFactory();

	private final Notifications notifications = new Notifications();

	@Test
	void it_is_found_by_the_service_loader() {
		assertThat(ServiceLoader.load(ConnectorFactory.class))
			.hasAtLeastOneElementOfType(PostgresConnectorFactory.class);
		assertThat(this.factory.schemes()).contains("postgresql");
		assertThat(this.factory.connectionType()).isEqualTo(PGConnection.class);
		assertThat(this.factory.options()).containsExactly("channels");
	}

	@Test
	void it_creates_a_connector() {
		assertThat(this.factory.create(context().option("channels", "a, b").collaborator(this.notifications).build()))
			.isInstanceOf(PostgresConnector.class);
	}

	@Test
	void channels_are_required() {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> this.factory.create(context().collaborator(this.notifications).build()))
			.withMessage("Option 'channels' of connection 'feed' must name at least one channel");
	}

	@Test
	void a_channel_that_postgresql_would_cut_off_is_refused() {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> this.factory
				.create(context().option("channels", "ü".repeat(32)).collaborator(this.notifications).build()))
			.withMessageContaining("at most 63 bytes");
	}

	@Test
	void a_listener_is_required() {
		assertThatExceptionOfType(MissingCollaboratorException.class)
			.isThrownBy(() -> this.factory.create(context().option("channels", "a").build()))
			.withMessageContaining(PostgresNotificationListener.class.getName());
	}

	@Test
	void a_url_that_cannot_be_used_is_reported_before_the_first_attempt() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> this.factory
				.create(ConnectorContext.builder("feed", URI.create("postgresql://u:s3cret@h/a/b")).build()))
			.withMessageContaining("several segments")
			.withMessageNotContaining("s3cret");
	}

	private static ConnectorContext.Builder context() {
		return ConnectorContext.builder("feed", URI.create("postgresql://h/db"));
	}

}
