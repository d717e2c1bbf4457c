package io.connectionmanager.spring.container;

import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Creates connection details of a container with
 * {@code @ServiceConnection("connection-manager")}, from its labels.
 */
class ConnectionManagerContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<GenericContainer<?>, ConnectionManagerConnectionDetails> {

	ConnectionManagerContainerConnectionDetailsFactory() {
		super(ContainerLabels.SERVICE);
	}

	@Override
	protected ConnectionManagerConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<GenericContainer<?>> source) {
		return new Details(source);
	}

	/** Reads the labels when the container is running. */
	private static final class Details extends ContainerConnectionDetails<GenericContainer<?>>
			implements ConnectionManagerConnectionDetails {

		private Details(ContainerConnectionSource<GenericContainer<?>> source) {
			super(source);
		}

		@Override
		public String getName() {
			return labels().name();
		}

		@Override
		public String getUrl() {
			return labels().url();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

		private ContainerLabels labels() {
			GenericContainer<?> container = getContainer();
			return ContainerLabels.of(container.getLabels(), container.getHost(), container::getMappedPort);
		}

	}

}
