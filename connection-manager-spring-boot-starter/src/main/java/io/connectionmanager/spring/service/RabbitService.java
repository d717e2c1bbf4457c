package io.connectionmanager.spring.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.ssl.SslBundle;

/**
 * A RabbitMQ broker, as {@code spring.rabbitmq} or a container describes it.
 */
final class RabbitService implements ServiceDetails {

	private static final String DEFAULT_VIRTUAL_HOST = "/";

	private final RabbitConnectionDetails details;

	private final boolean ssl;

	RabbitService(ServiceBeans beans, ListableBeanFactory beanFactory) {
		this.details = beans.require(RabbitConnectionDetails.class);
		// Details made from properties have no bundle if these configure stores instead.
		boolean fromProperties = this.details.getClass()
			.getPackageName()
			.equals(RabbitProperties.class.getPackageName());
		RabbitProperties properties = fromProperties ? beanFactory.getBeanProvider(RabbitProperties.class).getIfUnique()
				: null;
		this.ssl = properties != null && properties.getSsl().determineEnabled();
	}

	@Override
	public List<String> urls() {
		String scheme = (this.ssl || sslBundle() != null) ? "amqps" : "amqp";
		String virtualHost = this.details.getVirtualHost();
		String path = (virtualHost == null || virtualHost.equals(DEFAULT_VIRTUAL_HOST)) ? ""
				: "/" + URLEncoder.encode(virtualHost, StandardCharsets.UTF_8).replace("+", "%20");
		List<String> urls = new ArrayList<>();
		for (RabbitConnectionDetails.Address address : this.details.getAddresses()) {
			urls.add("%s://%s:%d%s".formatted(scheme, ServiceBeans.host(address.host()), address.port(), path));
		}
		return urls;
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
