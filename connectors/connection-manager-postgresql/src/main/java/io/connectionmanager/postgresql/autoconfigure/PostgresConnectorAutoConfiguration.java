package io.connectionmanager.postgresql.autoconfigure;

import org.postgresql.PGConnection;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.connectionmanager.postgresql.PostgresConnectorFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for connections with the scheme
 * {@code postgresql}.
 */
@AutoConfiguration
@ConditionalOnClass(PGConnection.class)
public final class PostgresConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PostgresConnectorFactory postgresConnectorFactory() {
		return new PostgresConnectorFactory();
	}

}
