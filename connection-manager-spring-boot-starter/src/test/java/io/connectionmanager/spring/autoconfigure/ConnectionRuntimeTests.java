package io.connectionmanager.spring.autoconfigure;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the managers run on.
 */
class ConnectionRuntimeTests {

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Threads.class);

	@Test
	void work_is_done_on_platform_threads_by_default() {
		this.runner.run((context) -> assertThat(openedBy(context.getBean(Threads.class)).getClass().getName())
			.doesNotContain("VirtualThread"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void work_is_done_on_virtual_threads_where_the_application_wants_them() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(openedBy(context.getBean(Threads.class)).getClass().getName())
				.contains("VirtualThread"));
	}

	@Test
	void an_application_brings_its_own_runtime() {
		ConnectionRuntime own = ConnectionRuntime.builder().threadNamePrefix("mine-").build();
		this.runner.withBean(ConnectionRuntime.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(ConnectionRuntime.class);
			assertThat(openedBy(context.getBean(Threads.class)).getName()).startsWith("mine-");
		});
	}

	private static Thread openedBy(Threads threads) {
		await().until(() -> threads.opener != null);
		return threads.opener;
	}

	@Configuration(proxyBeanMethods = false)
	static class Threads {

		volatile Thread opener;

		@Bean
		Connector<Feed> pricesConnector() {
			return Connector.blocking((attempt) -> {
				this.opener = Thread.currentThread();
				return new Feed();
			});
		}

	}

}
