package io.connectionmanager.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.connectionmanager.ConnectionRuntime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ThreadsTests {

	private static final String FROM_21 = "virtual threads came with Java 21";

	private static final String BELOW_21 = "shows what is said where there are no virtual threads";

	@Test
	void platform_threads_are_named_numbered_daemons() {
		ThreadFactory factory = Threads.daemon("some-");
		Thread first = factory.newThread(() -> {
		});
		Thread second = factory.newThread(() -> {
		});
		assertThat(first.getName()).isEqualTo("some-0");
		assertThat(second.getName()).isEqualTo("some-1");
		assertThat(first.isDaemon()).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = FROM_21)
	void virtual_threads_are_named_and_numbered() throws Exception {
		assertThat(Threads.virtualAvailable()).isTrue();
		ExecutorService threads = Threads.virtual("some-");
		try {
			Thread first = threads.submit(Thread::currentThread).get(10, SECONDS);
			Thread second = threads.submit(Thread::currentThread).get(10, SECONDS);
			assertThat(first.toString()).startsWith("VirtualThread");
			assertThat(first.getName()).isEqualTo("some-0");
			assertThat(second.getName()).isEqualTo("some-1");
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = FROM_21)
	void workers_are_virtual_where_there_are_virtual_threads_unless_told_otherwise() {
		assertThat(worker(ConnectionRuntime.builder()).toString()).startsWith("VirtualThread");
		assertThat(worker(ConnectionRuntime.builder().virtualThreads(true)).toString()).startsWith("VirtualThread");
		assertThat(worker(ConnectionRuntime.builder().virtualThreads(false)).toString()).startsWith("Thread[");
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20, disabledReason = BELOW_21)
	void without_virtual_threads_workers_are_platform_threads_and_asking_for_virtual_ones_is_refused() {
		assertThat(Threads.virtualAvailable()).isFalse();
		assertThat(worker(ConnectionRuntime.builder()).toString()).startsWith("Thread[");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ConnectionRuntime.builder().virtualThreads(true))
			.withMessageContaining("21 or later")
			.withMessageContaining("Java " + Runtime.version().feature());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Threads.virtual("some-"))
			.withMessageContaining("21 or later");
	}

	private static Thread worker(ConnectionRuntime.Builder builder) {
		try (EngineRuntime runtime = EngineRuntime.of(builder.build())) {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			runtime.execute(() -> thread.complete(Thread.currentThread()));
			return thread.orTimeout(10, SECONDS).join();
		}
	}

}
