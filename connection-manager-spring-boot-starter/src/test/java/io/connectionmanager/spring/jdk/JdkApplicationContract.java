package io.connectionmanager.spring.jdk;

import java.util.Map;

import io.connectionmanager.connector.test.ApplicationContract;

/**
 * The contract of applications, without what else is on the class path of these tests.
 *
 * @param <C> the type of the connection
 */
abstract class JdkApplicationContract<C> extends ApplicationContract<C> {

	@Override
	protected Map<String, String> applicationProperties() {
		return Map.of("spring.autoconfigure.exclude",
				"org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
						+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
	}

}
