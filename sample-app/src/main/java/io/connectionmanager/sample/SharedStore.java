package io.connectionmanager.sample;

import java.nio.file.Path;
import java.time.Duration;

import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.jdbc.JdbcCoordinationStore;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Where two instances of the sample agree who has the exclusive connection: a database in
 * a file, which the first instance serves to the second. An application that has a
 * database needs none of this.
 */
@Configuration(proxyBeanMethods = false)
@Profile("exclusive")
class SharedStore {

	@Bean
	CoordinationStore coordinationStore(
			@Value("${sample.store:${java.io.tmpdir}/connection-manager-sample}") Path file) {
		// For this machine only.
		System.setProperty("h2.bindAddress", "127.0.0.1");
		return JdbcCoordinationStore.builder("jdbc:h2:file:%s;AUTO_SERVER=TRUE".formatted(file.toAbsolutePath()))
			.credentials("sample", "")
			.initializeSchema(true)
			.timeout(Duration.ofSeconds(2))
			.build();
	}

}
