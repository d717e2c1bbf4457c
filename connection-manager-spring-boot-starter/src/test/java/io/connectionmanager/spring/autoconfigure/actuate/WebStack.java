package io.connectionmanager.spring.autoconfigure.actuate;

import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.MockMvcWebTestClient;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The kinds of web application that there are, with all that Boot configures in them.
 */
enum WebStack {

	SERVLET {

		@Override
		void run(String[] properties, Class<?> configuration, Run run) {
			new WebApplicationContextRunner().withUserConfiguration(EverythingOnTheClassPath.class, configuration)
				.withPropertyValues(properties)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					run.accept(context,
							MockMvcWebTestClient
								.bindToApplicationContext((WebApplicationContext) context.getSourceApplicationContext())
								.build());
				});
		}

	},

	REACTIVE {

		@Override
		void run(String[] properties, Class<?> configuration, Run run) {
			new ReactiveWebApplicationContextRunner()
				.withUserConfiguration(EverythingOnTheClassPath.class, configuration)
				.withPropertyValues(properties)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					run.accept(context, WebTestClient.bindToApplicationContext(context).build());
				});
		}

	};

	abstract void run(String[] properties, Class<?> configuration, Run run);

	/**
	 * What is to be done with a running application.
	 */
	interface Run {

		void accept(ApplicationContext context, WebTestClient client) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class,
			RabbitAutoConfiguration.class })
	static class EverythingOnTheClassPath {

	}

}
