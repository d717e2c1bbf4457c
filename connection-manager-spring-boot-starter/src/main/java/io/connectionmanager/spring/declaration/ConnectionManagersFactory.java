package io.connectionmanager.spring.declaration;

import java.util.HashMap;
import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * Creates the registry of an application's managers, including those that the application
 * defines itself.
 */
public final class ConnectionManagersFactory {

	private ConnectionManagersFactory() {
	}

	/**
	 * Creates the registry of all managers that are singleton beans.
	 * @param beanFactory the bean factory
	 * @param connections the resolved connections
	 * @return the registry
	 */
	public static ConnectionManagers create(ConfigurableListableBeanFactory beanFactory,
			ResolvedConnections connections) {
		ConnectionManagers managers = new ConnectionManagers();
		Map<String, String> beanNames = new HashMap<>();
		for (String beanName : beanFactory.getBeanNamesForType(ConnectionManager.class, false, true)) {
			ConnectionManager<?> manager = beanFactory.getBean(beanName, ConnectionManager.class);
			requireNoCopy(beanFactory, beanName, manager);
			String name = ConnectionTypes.nameOf(beanFactory, beanName, manager);
			boolean real = name.equals(manager.name());
			if (real && connections.get(name).exclusivity().exclusive() && manager.exclusiveGroup().isEmpty()) {
				throw new ExclusiveProblems(beanFactory.getBean(Environment.class)).notExclusive(name, beanName);
			}
			String other = beanNames.putIfAbsent(name, beanName);
			if (other != null) {
				throw twoManagers(name, other, beanName);
			}
			if (real) {
				managers.add(manager);
			}
			else {
				connections.setReplaced(name);
				managers.add(standIn(name, beanFactory.getBean(ConnectionRuntime.class)));
			}
		}
		return managers;
	}

	// A mock cannot serve the lifecycle, subscribers and health. The registry has a
	// manager that is never started in its place.
	private static ConnectionManager<?> standIn(String name, ConnectionRuntime runtime) {
		Connector<Object> connector = Connector.blocking((attempt) -> {
			throw new ConnectionRejectedException("The manager of the connection '%s' is a mock".formatted(name));
		});
		return ConnectionManager.builder(name, connector).runtime(runtime).build();
	}

	private static void requireNoCopy(ConfigurableListableBeanFactory beanFactory, String beanName,
			ConnectionManager<?> manager) {
		Object original = beanFactory.containsBeanDefinition(beanName)
				? beanFactory.getBeanDefinition(beanName).getAttribute(ConnectionManagerBeans.CREATED) : null;
		if (original != null && original != manager && original.getClass().isInstance(manager)) {
			throw new FailureAnalyzedException(
					"The bean '%s' is a copy of the manager of its connection, as @MockitoSpyBean creates one. A copy "
						.formatted(beanName) + "does not notice when the connection comes up or is lost.",
					"Use @MockitoSpyBean on the Connector bean or @MockitoBean on the manager, or observe the manager "
							+ "with a ConnectionListener bean.");
		}
	}

	private static FailureAnalyzedException twoManagers(String name, String beanName, String otherBeanName) {
		return new FailureAnalyzedException(
				"There are two managers of the connection '%s': the beans '%s' and '%s'.".formatted(name, beanName,
						otherBeanName),
				("Remove one of them. To replace an auto-configured manager, qualify yours with "
						+ "@Qualifier(\"%s\").")
					.formatted(name));
	}

}
