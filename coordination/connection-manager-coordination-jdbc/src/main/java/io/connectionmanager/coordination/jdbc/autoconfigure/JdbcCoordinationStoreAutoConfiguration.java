package io.connectionmanager.coordination.jdbc.autoconfigure;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.coordination.jdbc.JdbcCoordinationStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the store {@code jdbc}, which uses the
 * database of the application's data source, with connections of its own. It is created
 * when an exclusive connection selects it. A store that the application defines takes
 * precedence, unless {@code connection-manager.exclusive.store} is {@code jdbc}.
 */
@AutoConfiguration
@EnableConfigurationProperties(JdbcCoordinationProperties.class)
public final class JdbcCoordinationStoreAutoConfiguration {

	@Bean
	@Lazy
	@Fallback
	@ConditionalOnMissingBean(name = "jdbcCoordinationStore")
	JdbcCoordinationStore jdbcCoordinationStore(JdbcCoordinationProperties properties, ListableBeanFactory beanFactory,
			ObjectProvider<ConnectionRuntime> runtime) {
		return JdbcStoreFactory.create(properties, beanFactory, runtime.getIfAvailable(ConnectionRuntime::shared));
	}

}
