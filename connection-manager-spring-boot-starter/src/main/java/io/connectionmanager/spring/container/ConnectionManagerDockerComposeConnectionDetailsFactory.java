package io.connectionmanager.spring.container;

import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Creates connection details of a service of Docker Compose with the label
 * {@code org.springframework.boot.service-connection: connection-manager}, from its other
 * labels.
 */
class ConnectionManagerDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<ConnectionManagerConnectionDetails> {

	ConnectionManagerDockerComposeConnectionDetailsFactory() {
		super(ContainerLabels.SERVICE);
	}

	@Override
	protected ConnectionManagerConnectionDetails getDockerComposeConnectionDetails(
			DockerComposeConnectionSource source) {
		return new Details(source.getRunningService());
	}

	private static final class Details extends DockerComposeConnectionDetails
			implements ConnectionManagerConnectionDetails {

		private final ContainerLabels labels;

		private final @Nullable SslBundle sslBundle;

		private Details(RunningService service) {
			super(service);
			this.labels = ContainerLabels.of(service.labels(), service.host(), service.ports()::get);
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public String getName() {
			return this.labels.name();
		}

		@Override
		public String getUrl() {
			return this.labels.url();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
