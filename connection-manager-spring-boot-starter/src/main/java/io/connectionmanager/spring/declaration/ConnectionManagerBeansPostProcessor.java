package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Declares managers once all other beans have been declared, and fails the start if a
 * connection has no connector or several. In an application that was processed ahead of
 * time, nothing else declares managers.
 * <p>
 * It runs after all bean definitions have been registered, and before post-processors
 * that change them, such as that of {@code @MockitoBean}.
 */
public final class ConnectionManagerBeansPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private final Environment environment;

	private @Nullable ConnectionEntries entries;

	/**
	 * Creates the post-processor.
	 * @param environment the environment with the entries
	 */
	public ConnectionManagerBeansPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// A connector may still be declared.
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		ConnectionEntries entries = new ConnectionEntries(this.environment);
		this.entries = entries;
		new ConnectionManagerBeans(beanFactory, (BeanDefinitionRegistry) beanFactory, entries).register(true);
		if (entries.needCorrection()) {
			beanFactory.addBeanPostProcessor(new BoundEntries(entries));
		}
	}

	/**
	 * Returns the entries for which managers were declared, and releases them.
	 * @return the entries
	 */
	ConnectionEntries takeEntries() {
		ConnectionEntries entries = this.entries;
		this.entries = null;
		return (entries != null) ? entries : new ConnectionEntries(this.environment);
	}

	/**
	 * Corrects the entries that Spring Boot bound.
	 *
	 * @param entries the correct entries
	 */
	private record BoundEntries(ConnectionEntries entries) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof ConnectionEntryProperties<?> properties) {
				this.entries.correct(properties);
			}
			return bean;
		}

	}

}
