package io.connectionmanager.spring.declaration;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void names_that_make_beans_of_the_same_name_are_the_same() {
		assertThat(ConnectionName.same("order-events", "orderevents")).isTrue();
		assertThat(ConnectionName.same("order-events", "orderEvents")).isTrue();
		assertThat(ConnectionName.same("prices", "PRICES")).isTrue();
		assertThat(ConnectionName.same("order-events", "order-event")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "shard-1-1, shard1_1, shard-11, shard11", "plc.1.12, plc1_12, plc.11.2, plc11_2" })
	void digits_that_are_apart_stay_apart(String name, String camelCase, String other, String otherCamelCase) {
		assertThat(ConnectionName.camelCase(name)).isEqualTo(camelCase);
		assertThat(ConnectionName.camelCase(other)).isEqualTo(otherCamelCase);
		assertThat(ConnectionName.same(name, other)).isFalse();
		assertThat(ConnectionName.fold(name)).isEqualTo(ConnectionName.fold(other));
	}

	@ParameterizedTest
	@ValueSource(strings = { "feed/two", "feed\\two", "a;b", "50%", " ", ".", "..", "a\nb" })
	void names_that_http_cannot_address_are_told_apart(String name) {
		assertThat(ConnectionName.whyNotInPath(name)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "prices", "order-events", "plc.1.12", "with space", "Größe", "a:b", "a?b#c", "a+b" })
	void other_names_can_be_addressed(String name) {
		assertThat(ConnectionName.whyNotInPath(name)).isNull();
	}

	@Test
	void a_value_is_found_by_the_nearest_name() {
		Map<String, Integer> values = Map.of("shard-1-1", 1, "shard-11", 2, "order-events", 3);
		assertThat(ConnectionName.find(values, "shard-11")).isEqualTo(2);
		assertThat(ConnectionName.find(values, "shard1_1")).isEqualTo(1);
		assertThat(ConnectionName.find(values, "orderEvents")).isEqualTo(3);
		assertThat(ConnectionName.find(values, "shard-1")).isNull();
		assertThat(ConnectionName.find(Map.of("shard11", 2), "shard-1-1")).isEqualTo(2);
	}

}
