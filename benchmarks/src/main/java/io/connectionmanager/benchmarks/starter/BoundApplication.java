package io.connectionmanager.benchmarks.starter;

import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * What Spring Boot takes by itself for such properties: with the starter switched off,
 * the same file is bound to the same properties, and there is a bean for each entry,
 * which does nothing. Its names are known without reading the file.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties(ConnectionManagerProperties.class)
public class BoundApplication {

	/**
	 * Starts the application.
	 * @param arguments arguments of the application
	 */
	public static void main(String... arguments) {
		BareApplication.run(BoundApplication.class, arguments);
	}

	@Bean
	static BeanFactoryPostProcessor entries(Environment environment) {
		return (beanFactory) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
			int entries = environment.getRequiredProperty("entries", Integer.class);
			for (int i = 0; i < entries; i++) {
				RootBeanDefinition definition = new RootBeanDefinition(Entry.class);
				definition.setInstanceSupplier(Entry::new);
				registry.registerBeanDefinition("entry" + i, definition);
			}
		};
	}

	static final class Entry {

	}

}
