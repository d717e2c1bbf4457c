package io.connectionmanager.spring.service;

import java.util.List;

import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Details that the application or a container supplies for one connection.
 *
 * @param details the details
 */
public record ApplicationDetails(ConnectionManagerConnectionDetails details) implements ServiceDetails {

	@Override
	public List<String> urls() {
		return List.of(this.details.getUrl());
	}

	@Override
	public boolean takePrecedence() {
		return true;
	}

	@Override
	public @Nullable String username() {
		return this.details.getUsername();
	}

	@Override
	public @Nullable String password() {
		return this.details.getPassword();
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		return this.details.getSslBundle();
	}

}
