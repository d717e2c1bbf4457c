package io.connectionmanager.spring.autoconfigure.metrics;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.declaration.ResolvedConnections;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationConvention;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservations;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the observation of attempts.
 */
@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ConnectionManagers.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
public final class ConnectionManagerObservationAutoConfiguration {

	@Bean
	ConnectionAttemptObservations connectionAttemptObservations(ObservationRegistry registry,
			ObjectProvider<ConnectionAttemptObservationConvention> convention, ResolvedConnections connections) {
		return new ConnectionAttemptObservations(registry, convention.getIfAvailable(),
				(name) -> connections.get(name).masking());
	}

}
