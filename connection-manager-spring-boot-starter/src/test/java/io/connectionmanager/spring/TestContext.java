package io.connectionmanager.spring;

import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.autoconfigure.actuate.ConnectionsEndpointAutoConfiguration;
import io.connectionmanager.spring.autoconfigure.health.ConnectionManagerHealthContributorAutoConfiguration;
import io.connectionmanager.spring.autoconfigure.metrics.ConnectionManagerMetricsAutoConfiguration;
import io.connectionmanager.spring.autoconfigure.metrics.ConnectionManagerObservationAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts as an application has them.
 */
public final class TestContext {

	public static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			ConnectionManagerAutoConfiguration.class, ConnectionsEndpointAutoConfiguration.class,
			ConnectionManagerHealthContributorAutoConfiguration.class, ConnectionManagerMetricsAutoConfiguration.class,
			ConnectionManagerObservationAutoConfiguration.class);

	private TestContext() {
	}

	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("connection-manager.reconnect-after=10ms", "connection-manager.backoff.jitter=0");
	}

}
