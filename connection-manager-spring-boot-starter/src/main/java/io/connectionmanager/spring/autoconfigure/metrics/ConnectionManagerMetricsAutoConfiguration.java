package io.connectionmanager.spring.autoconfigure.metrics;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservations;
import io.connectionmanager.spring.lifecycle.LocalGroups;
import io.connectionmanager.spring.metrics.ConnectionMetrics;
import io.connectionmanager.spring.metrics.ExclusiveMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of connections.
 */
@AutoConfiguration(
		after = { ConnectionManagerAutoConfiguration.class, ConnectionManagerObservationAutoConfiguration.class },
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(ConnectionManagers.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class ConnectionManagerMetricsAutoConfiguration {

	@Bean
	ConnectionMetrics connectionMetrics(ObjectProvider<MeterRegistry> registry,
			ObjectProvider<ConnectionManagers> managers, ObjectProvider<ConnectionAttemptObservations> observations) {
		ConnectionAttemptObservations observing = observations.getIfAvailable();
		ConnectionMetrics metrics = new ConnectionMetrics(registry::getObject, managers::getObject,
				(name) -> observing != null && observing.isObserved(name));
		if (observing != null) {
			observing.whenAbandonedByClose(metrics::attemptAbandonedByClose);
		}
		return metrics;
	}

	@Bean
	ExclusiveMetrics connectionExclusiveMetrics(ObjectProvider<MeterRegistry> registry,
			ConfigurableListableBeanFactory beanFactory) {
		return new ExclusiveMetrics(registry::getObject, new LocalGroups(beanFactory));
	}

}
