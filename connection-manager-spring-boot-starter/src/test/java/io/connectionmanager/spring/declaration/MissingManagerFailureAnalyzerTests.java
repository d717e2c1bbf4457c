package io.connectionmanager.spring.declaration;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.Broker;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class MissingManagerFailureAnalyzerTests {

	@Test
	void a_manager_of_a_type_that_no_connection_has_is_reported_with_the_connections(CapturedOutput output) {
		fail(WrongType.class);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"Parameter 0 of constructor in " + WrongType.class.getName(),
				"required a connection of type " + Broker.class.getName() + ", and there is none.",
				"'prices' of type " + Feed.class.getName(),
				"Change the type to ConnectionManager<Feed>, or declare a connection of type Broker");
	}

	@Test
	void a_qualifier_that_is_not_the_name_of_a_connection_is_reported(CapturedOutput output) {
		fail(WrongName.class);
		assertThat(output).contains("required a connection 'price' of type " + Feed.class.getName(),
				"'prices' of type " + Feed.class.getName(), "Use the name of one of the connections as the qualifier");
	}

	@Test
	void a_manager_without_any_connection_is_reported(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(None.class, WrongType.class).run());
		assertThat(output).contains("required a connection of type " + Broker.class.getName(),
				"There are no connections", "connection-manager.connections");
	}

	@Test
	void another_bean_is_left_to_spring_boot(CapturedOutput output) {
		fail(OtherBean.class);
		assertThat(output).contains("required a bean of type '" + Broker.class.getName() + "' that could not be found");
	}

	private static void fail(Class<?> bean) {
		assertThatException().isThrownBy(() -> application(Application.class, bean).run());
	}

	private static SpringApplicationBuilder application(Class<?>... sources) {
		return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, ConnectionManagerAutoConfiguration.class })
	static class None {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, ConnectionManagerAutoConfiguration.class })
	static class Application {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	static class WrongType {

		WrongType(ConnectionManager<Broker> orders) {
		}

	}

	static class WrongName {

		WrongName(@Qualifier("price") ConnectionManager<Feed> price) {
		}

	}

	static class OtherBean {

		OtherBean(Broker broker) {
		}

	}

}
