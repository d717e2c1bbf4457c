package io.connectionmanager.spring.autoconfigure.health;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.declaration.ResolvedConnections;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of connections.
 */
@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ConnectionManagers.class)
@ConditionalOnEnabledHealthIndicator("connectionmanager")
public final class ConnectionManagerHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "connectionManagerHealthContributor")
	ConnectionsHealthContributor connectionManagerHealthContributor(ConnectionManagers managers,
			ResolvedConnections connections, ConnectionRuntime runtime) {
		return new ConnectionsHealthContributor(managers, (name) -> connections.get(name).health(), runtime,
				(name) -> connections.get(name).masking());
	}

}
