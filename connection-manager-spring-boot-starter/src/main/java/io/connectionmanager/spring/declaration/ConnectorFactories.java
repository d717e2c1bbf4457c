package io.connectionmanager.spring.declaration;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;

import io.connectionmanager.connector.ConnectorFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The factories of ready-made connectors, by scheme: beans, and services of
 * {@link ServiceLoader}. They are looked for when the first connection needs one.
 * <p>
 * A module registers its factory both as a service and as a bean. A bean that is not also
 * a service is the application's, and takes precedence.
 * <p>
 * The type of a connection must be known before any bean is created that its manager
 * could be injected into, so beans that are factories are created early. A factory must
 * not depend on other beans: these would be created early as well, and miss their
 * post-processors.
 */
final class ConnectorFactories {

	private static final Log logger = LogFactory.getLog(ConnectorFactories.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanCandidates candidates;

	private @Nullable List<ConnectorFactory<?>> services;

	/** Factories by the name of their bean, or of their class if they have none. */
	private @Nullable Map<String, ConnectorFactory<?>> beans;

	ConnectorFactories(ConfigurableListableBeanFactory beanFactory, BeanCandidates candidates) {
		this.beanFactory = beanFactory;
		this.candidates = candidates;
	}

	/**
	 * Finds the factory that serves a URL.
	 * @param scheme the scheme of the URL
	 * @param complete whether all beans have been declared. If not, only services are
	 * found
	 * @return the factory, or {@code null} if there is none
	 */
	@Nullable ConnectorFactory<?> find(String scheme, boolean complete) {
		for (String alternative : ReadyMadeSchemes.alternatives(scheme)) {
			ConnectorFactory<?> factory = complete ? ofApplication(alternative) : null;
			factory = (factory != null) ? factory : ofModule(alternative, complete);
			if (factory != null) {
				return factory;
			}
		}
		return null;
	}

	/**
	 * Returns the schemes that have a factory.
	 * @return the schemes in alphabetical order
	 */
	Collection<String> schemes() {
		Collection<String> schemes = new TreeSet<>();
		services().forEach((factory) -> schemes.addAll(factory.schemes()));
		beans().values().forEach((factory) -> schemes.addAll(factory.schemes()));
		return schemes;
	}

	private @Nullable ConnectorFactory<?> ofApplication(String scheme) {
		List<String> names = new ArrayList<>();
		beans().forEach((name, factory) -> {
			if (factory.schemes().contains(scheme) && !isService(factory)) {
				names.add(name);
			}
		});
		return single(scheme, this.candidates.preferred(names), beans());
	}

	private @Nullable ConnectorFactory<?> ofModule(String scheme, boolean complete) {
		Map<String, ConnectorFactory<?>> byClass = new LinkedHashMap<>();
		for (ConnectorFactory<?> service : services()) {
			if (service.schemes().contains(scheme)) {
				byClass.put(service.getClass().getName(), complete ? beanOr(service) : service);
			}
		}
		return single(scheme, List.copyOf(byClass.keySet()), byClass);
	}

	private ConnectorFactory<?> beanOr(ConnectorFactory<?> service) {
		for (ConnectorFactory<?> bean : beans().values()) {
			if (bean.getClass() == service.getClass()) {
				return bean;
			}
		}
		return service;
	}

	private static @Nullable ConnectorFactory<?> single(String scheme, List<String> names,
			Map<String, ConnectorFactory<?>> factories) {
		if (names.size() > 1) {
			throw ConnectorProblems.severalFactories(scheme, names);
		}
		return names.isEmpty() ? null : factories.get(names.get(0));
	}

	private boolean isService(ConnectorFactory<?> factory) {
		return services().stream().anyMatch((service) -> service.getClass() == factory.getClass());
	}

	private Map<String, ConnectorFactory<?>> beans() {
		Map<String, ConnectorFactory<?>> beans = this.beans;
		if (beans == null) {
			beans = new LinkedHashMap<>();
			for (String name : this.candidates.ofType(ConnectorFactory.class, false)) {
				requireIndependent(name);
				beans.put(name, this.beanFactory.getBean(name, ConnectorFactory.class));
			}
			this.beans = beans;
		}
		return beans;
	}

	private void requireIndependent(String name) {
		if (this.beanFactory.containsSingleton(name)
				|| !(this.candidates.definition(name) instanceof RootBeanDefinition definition)
				|| definition.getInstanceSupplier() != null) {
			return;
		}
		// This resolves the factory method.
		Class<?> type = this.beanFactory.getType(name, false);
		String configuration = definition.getFactoryBeanName();
		if (needsArguments(name, type) || (configuration != null && hasState(configuration))) {
			throw ConnectorProblems.dependentFactory(name, definition.getResourceDescription());
		}
	}

	private boolean needsArguments(String name, @Nullable Class<?> type) {
		if (!(this.candidates.definition(name) instanceof RootBeanDefinition definition)) {
			return false;
		}
		if (definition.getFactoryMethodName() == null) {
			return type != null && !hasDefaultConstructor(type);
		}
		Method method = definition.getResolvedFactoryMethod();
		return method != null && method.getParameterCount() > 0;
	}

	// A configuration class without fields is complete as soon as it has been created.
	private boolean hasState(String configuration) {
		Class<?> type = this.beanFactory.getType(configuration, false);
		type = (type != null) ? ClassUtils.getUserClass(type) : null;
		if (this.beanFactory.containsSingleton(configuration) || type == null) {
			return false;
		}
		boolean[] found = { !hasDefaultConstructor(type) };
		ReflectionUtils.doWithFields(type, (field) -> found[0] |= !Modifier.isStatic(field.getModifiers()));
		return found[0];
	}

	private static boolean hasDefaultConstructor(Class<?> type) {
		return Arrays.stream(type.getDeclaredConstructors())
			.anyMatch((constructor) -> constructor.getParameterCount() == 0);
	}

	private List<ConnectorFactory<?>> services() {
		List<ConnectorFactory<?>> services = this.services;
		if (services == null) {
			services = new ArrayList<>();
			for (ConnectorFactory<?> service : load(ConnectorFactory.class, this.beanFactory.getBeanClassLoader())) {
				services.add(service);
			}
			this.services = services;
		}
		return services;
	}

	private static <S> List<S> load(Class<S> type, @Nullable ClassLoader classLoader) {
		List<S> services = new ArrayList<>();
		ServiceLoader.load(type, classLoader).stream().forEach((provider) -> {
			try {
				services.add(provider.get());
			}
			catch (ServiceConfigurationError ex) {
				logger.warn("Connector factory of META-INF/services cannot be used", ex);
			}
		});
		return services;
	}

}
