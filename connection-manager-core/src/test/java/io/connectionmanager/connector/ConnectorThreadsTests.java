package io.connectionmanager.connector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectorThreadsTests {

	@Test
	void threads_of_a_factory_are_daemons_with_a_name_and_no_class_loader_of_the_caller() {
		ThreadFactory factory = ConnectorThreads.factory("some-");
		Thread caller = Thread.currentThread();
		ClassLoader callers = caller.getContextClassLoader();
		caller.setContextClassLoader(new ClassLoader(null) {
		});
		try {
			Thread thread = factory.newThread(() -> {
			});
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getName()).isEqualTo("some-0");
			assertThat(thread.getContextClassLoader()).isSameAs(ConnectorThreads.class.getClassLoader());
		}
		finally {
			caller.setContextClassLoader(callers);
		}
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "virtual threads are the default from Java 24 on")
	void before_java_24_threads_of_a_factory_are_platform_threads() {
		assertThat(ConnectorThreads.factory("some-").newThread(() -> {
		}).toString()).startsWith("Thread[");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "before Java 24 a virtual thread may hold its carrier")
	void from_java_24_on_threads_of_a_factory_are_virtual() {
		assertThat(ConnectorThreads.factory("some-").newThread(() -> {
		}).toString()).startsWith("VirtualThread");
	}

	@Test
	void a_platform_thread_creates_another_one() throws Exception {
		assertThat(createdBy(ConnectorThreads.platform("creator-")).toString()).startsWith("Thread[");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
	void a_virtual_thread_creates_another_one() throws Exception {
		assertThat(createdBy(ConnectorThreads.virtual("creator-")).toString()).startsWith("VirtualThread");
	}

	private static Thread createdBy(ThreadFactory factory) throws Exception {
		CompletableFuture<Thread> created = new CompletableFuture<>();
		factory.newThread(() -> created.complete(ConnectorThreads.likeCurrent("exactly this", () -> {
		}))).start();
		Thread thread = created.get(10, SECONDS);
		assertThat(thread.getName()).isEqualTo("exactly this");
		assertThat(thread.isDaemon()).isTrue();
		return thread;
	}

}
