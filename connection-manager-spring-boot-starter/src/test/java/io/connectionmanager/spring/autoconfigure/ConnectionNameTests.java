package io.connectionmanager.spring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionNameTests {

	@ParameterizedTest
	@CsvSource({ "pricesConnector, prices", "prices, prices", "orderEventsConnector, order-events",
			"AMQPConnector, amqp", "amqpBrokerConnector, amqp-broker", "myAMQPBroker, my-amqp-broker",
			"feed2Connector, feed2", "connector, connector", "Connector, connector",
			"com.example.PricesConnector, prices", "application$PricesConnector, prices" })
	void a_connector_bean_names_its_connection(String beanName, String name) {
		assertThat(ConnectionName.ofConnector(beanName)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "prices, prices", "order-events, orderEvents", "orderEvents, orderEvents", "ORDER, ORDER",
			"a-b-c, aBC", "with space, withSpace", "*, *" })
	void a_connection_names_beans_in_camel_case(String name, String camelCase) {
		assertThat(ConnectionName.camelCase(name)).isEqualTo(camelCase);
	}

	@Test
	void names_that_differ_in_case_and_dashes_only_are_the_same() {
		assertThat(ConnectionName.same("order-events", "orderevents")).isTrue();
		assertThat(ConnectionName.same("order-events", "orderEvents")).isTrue();
		assertThat(ConnectionName.same("order-events", "order-event")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "prices", "pricesConnector", "Prices" })
	void a_connector_belongs_to_the_connection_of_its_name(String beanName) {
		assertThat(ConnectionName.foldedOfConnector(beanName)).contains("prices").doesNotContain("price");
	}

}
