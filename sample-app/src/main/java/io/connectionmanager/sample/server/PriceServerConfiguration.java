package io.connectionmanager.sample.server;

import java.io.IOException;
import java.net.BindException;

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
		try {
			return new PriceServer(port);
		}
		catch (BindException ex) {
			throw new PriceServerPortInUseException(port, ex);
		}
	}

}
