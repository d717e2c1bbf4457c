package io.connectionmanager.sample.server;

import java.io.IOException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs the price server for as long as the application.
 */
@Configuration(proxyBeanMethods = false)
class PriceServerConfiguration {

	@Bean
	PriceServer priceServer(@Value("${sample.server.port}") int port) throws IOException {
		return new PriceServer(port);
	}

}
