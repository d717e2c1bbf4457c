package io.connectionmanager.spring.lifecycle;

import java.util.HashMap;
import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Makes the registry of an application's managers, including those that the application
 * defines itself.
 */
public final class ConnectionManagersFactory {

	private ConnectionManagersFactory() {
	}

	/**
	 * Creates the registry of all singleton beans that are managers.
	 * @param beanFactory where the beans are
	 * @return the registry
	 */
	public static ConnectionManagers create(ListableBeanFactory beanFactory) {
		ConnectionManagers managers = new ConnectionManagers();
		Map<String, String> beanNames = new HashMap<>();
		for (String beanName : beanFactory.getBeanNamesForType(ConnectionManager.class, false, true)) {
			ConnectionManager<?> manager = beanFactory.getBean(beanName, ConnectionManager.class);
			if (manager.name() == null) {
				// A mock, of which there is nothing to start, stop or show.
				continue;
			}
			String other = beanNames.putIfAbsent(manager.name(), beanName);
			if (other != null) {
				throw twoManagers(manager.name(), other, beanName);
			}
			managers.add(manager);
		}
		return managers;
	}

	private static FailureAnalyzedException twoManagers(String name, String beanName, String otherBeanName) {
		return new FailureAnalyzedException(
				"There are two managers of the connection '%s': the beans '%s' and '%s'.".formatted(name, beanName,
						otherBeanName),
				("Remove one of them. If one is auto-configured and you mean to replace it, qualify yours with "
						+ "@Qualifier(\"%s\").")
					.formatted(name));
	}

}
