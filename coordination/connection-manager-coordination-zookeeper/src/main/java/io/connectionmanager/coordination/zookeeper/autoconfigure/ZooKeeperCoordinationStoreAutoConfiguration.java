package io.connectionmanager.coordination.zookeeper.autoconfigure;

import io.connectionmanager.coordination.zookeeper.ZooKeeperCoordinationStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the store {@code zookeeper}. It is
 * created when an exclusive connection selects it. A store that the application defines
 * takes precedence, unless {@code connection-manager.exclusive.store} is
 * {@code zookeeper}.
 */
@AutoConfiguration
@EnableConfigurationProperties(ZooKeeperCoordinationProperties.class)
public final class ZooKeeperCoordinationStoreAutoConfiguration {

	@Bean
	@Lazy
	@Fallback
	@ConditionalOnMissingBean(name = "zookeeperCoordinationStore")
	ZooKeeperCoordinationStore zookeeperCoordinationStore(ZooKeeperCoordinationProperties properties) {
		return ZooKeeperStoreFactory.create(properties);
	}

}
