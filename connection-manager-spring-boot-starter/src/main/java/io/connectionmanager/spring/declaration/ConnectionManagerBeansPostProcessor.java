package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Declares managers when the beans of the application have been declared, and fails its
 * start if a connection has no connector or several. Where the application runs from what
 * was generated ahead of time, this alone declares managers.
 * <p>
 * It has its turn when all have declared what they declare, and before post-processors
 * that change what has been declared, as {@code @MockitoBean} does.
 */
public final class ConnectionManagerBeansPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private final Environment environment;

	private @Nullable ConnectionEntries entries;

	/**
	 * Creates the post-processor.
	 * @param environment has the entries
	 */
	public ConnectionManagerBeansPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// Others may yet declare a connector.
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
	 * Hands over the entries that managers were declared for. They are not kept.
	 * @return the entries
	 */
	ConnectionEntries takeEntries() {
		ConnectionEntries entries = this.entries;
		this.entries = null;
		return (entries != null) ? entries : new ConnectionEntries(this.environment);
	}

	/**
	 * Corrects the entries that Spring Boot has bound.
	 *
	 * @param entries the entries as they are
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
