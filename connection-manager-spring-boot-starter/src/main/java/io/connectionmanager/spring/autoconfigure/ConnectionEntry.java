package io.connectionmanager.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * An entry of {@code connection-manager.connections}, as far as it decides which beans
 * there are. It is read without binding all of it, because beans are declared before a
 * value such as {@code ${FEED_URL}} need be known: when the application is built ahead of
 * time.
 *
 * @param name the name of the connection
 * @param spelledByEnvironment whether nothing but environment variables names it, so that
 * its dashes are not known
 * @param prefix the name of the entry as a property
 * @param connector the name of its connector bean, or {@code null} if it does not say
 * @param url where to connect to, or {@code null} if it does not say
 * @param properties the properties that make the entry
 */
record ConnectionEntry(String name, boolean spelledByEnvironment, ConfigurationPropertyName prefix,
		@Nullable String connector, @Nullable String url, List<ConfigurationProperty> properties) {

}
