package io.connectionmanager.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with two connections of one type.
 */
@Configuration(proxyBeanMethods = false)
public class PricesAndQuotes {

	@Bean
	FakeConnector<Feed> pricesConnector() {
		return new FakeConnector<>(Feed::new);
	}

	@Bean
	FakeConnector<Feed> quotesConnector() {
		return new FakeConnector<>(Feed::new);
	}

}
