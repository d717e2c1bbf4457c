package io.connectionmanager.spring.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.env.Environment;

/**
 * Declares managers when the beans of the application have been declared, and fails its
 * start if a connection has no connector or several. Where the application runs from what
 * was generated ahead of time, this alone declares managers.
 */
final class ConnectionManagerBeansPostProcessor implements BeanFactoryPostProcessor {

	private final Environment environment;

	ConnectionManagerBeansPostProcessor(Environment environment) {
		this.environment = environment;
	}

	// Not before all other post-processors have declared what they declare.
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		new ConnectionManagerBeans(beanFactory, (BeanDefinitionRegistry) beanFactory, this.environment).registerAll();
	}

}
