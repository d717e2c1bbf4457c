package io.connectionmanager.spring.testing;

import java.net.Socket;

import io.connectionmanager.Connector;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The application that is tested, with its real connector.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class,
		RabbitAutoConfiguration.class })
class PricesApplication {

	@Bean
	Connector<Socket> pricesConnector() {
		return Connector.blocking((attempt) -> new Socket("feed.invalid", 7000));
	}

}
