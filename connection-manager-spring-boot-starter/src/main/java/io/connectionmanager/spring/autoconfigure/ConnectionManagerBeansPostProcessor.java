package io.connectionmanager.spring.autoconfigure;

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
final class ConnectionManagerBeansPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private final Environment environment;

	ConnectionManagerBeansPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// Others may yet declare a connector.
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		new ConnectionManagerBeans(beanFactory, (BeanDefinitionRegistry) beanFactory, this.environment).registerAll();
	}

}
