package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import io.connectionmanager.spring.service.ApplicationDetails;
import io.connectionmanager.spring.service.Service;
import io.connectionmanager.spring.service.ServiceDetails;
import io.connectionmanager.spring.service.UnusableServiceException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Takes the address of a connection from connection details, if there are any.
 */
final class ConnectionServices {

	private final ListableBeanFactory beanFactory;

	private final List<ConnectionManagerConnectionDetails> details;

	ConnectionServices(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.details = beanFactory.getBeanProvider(ConnectionManagerConnectionDetails.class).orderedStream().toList();
	}

	ResolvedConnection apply(ConnectionEntry entry, ResolvedConnection connection) {
		ServiceDetails service = ofApplication(entry);
		if (service == null) {
			service = ofService(entry);
		}
		return (service != null) ? connection.with(service, urls(entry, service)) : connection;
	}

	private @Nullable ServiceDetails ofApplication(ConnectionEntry entry) {
		ServiceDetails found = null;
		for (ConnectionManagerConnectionDetails each : this.details) {
			if (ConnectionName.same(each.getName(), entry.name())) {
				if (found != null) {
					throw new FailureAnalyzedException(
							"There are several ConnectionManagerConnectionDetails beans for the connection '%s'."
								.formatted(entry.name()),
							"Remove all but one.");
				}
				found = new ApplicationDetails(each);
			}
		}
		return found;
	}

	private @Nullable ServiceDetails ofService(ConnectionEntry entry) {
		String name = entry.service();
		Service service = (name != null) ? Service.of(name) : null;
		if (service == null) {
			return null;
		}
		try {
			return service.details(this.beanFactory, (qualifier) -> ConnectionName.same(qualifier, entry.name()));
		}
		catch (UnusableServiceException ex) {
			throw ConfigurationProblems.invalid(entry.set("service"),
					"the service '%s' cannot be used: %s".formatted(service, ex.getMessage()), ex.action());
		}
	}

	private static List<URI> urls(ConnectionEntry entry, ServiceDetails service) {
		List<URI> urls = new ArrayList<>();
		try {
			for (String text : service.urls()) {
				for (String url : ConnectionUrls.split(text)) {
					urls.add(ConnectionUrl.parse(url, ConnectionUrls.URL, entry.isReadyMade()));
				}
			}
		}
		catch (InvalidPropertyException ex) {
			throw new FailureAnalyzedException("The connection details of the connection '%s' have an invalid value: %s"
				.formatted(entry.name(), ex.getMessage()), ex.action());
		}
		return urls;
	}

}
