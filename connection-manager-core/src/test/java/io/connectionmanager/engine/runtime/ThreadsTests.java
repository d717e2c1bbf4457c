package io.connectionmanager.engine.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.connectionmanager.ConnectionRuntime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ThreadsTests {

	private static final String FROM_21 = "virtual threads came with Java 21";

	private static final String BELOW_21 = "shows the refusal where there are no virtual threads";

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
	@DisplayName("Promise 30: nothing is inherited from whoever happens to need a thread first")
	void a_platform_thread_inherits_nothing_from_its_creator() throws Exception {
		ThreadFactory factory = Threads.daemon("some-");
		assertInheritsNothing((task) -> factory.newThread(task).start());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = FROM_21)
	@DisplayName("Promise 30: nothing is inherited by a virtual thread either")
	void a_virtual_thread_inherits_nothing_from_its_creator() throws Exception {
		ExecutorService threads = Threads.virtual("some-");
		try {
			assertInheritsNothing(threads);
		}
		finally {
			threads.shutdown();
		}
	}

	private static void assertInheritsNothing(Executor threads) throws Exception {
		InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
		CompletableFuture<List<Object>> seen = new CompletableFuture<>();
		Thread creator = new Thread(() -> {
			inheritable.set("of the creator");
			Thread.currentThread().setContextClassLoader(new ClassLoader(null) {
			});
			threads.execute(() -> seen
				.complete(Arrays.asList(inheritable.get(), Thread.currentThread().getContextClassLoader())));
		});
		creator.start();
		assertThat(seen.get(10, SECONDS)).containsExactly(null, Threads.class.getClassLoader());
		creator.join();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "before Java 24 a virtual thread may hold its carrier")
	void workers_are_virtual_threads_by_default() {
		assertThat(worker(ConnectionRuntime.builder()).toString()).startsWith("VirtualThread");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = FROM_21)
	void workers_are_threads_of_the_kind_that_was_asked_for() {
		assertThat(worker(ConnectionRuntime.builder().virtualThreads(true)).toString()).startsWith("VirtualThread");
		assertThat(worker(ConnectionRuntime.builder().virtualThreads(false)).toString()).startsWith("Thread[");
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20, disabledReason = BELOW_21)
	void without_virtual_threads_workers_are_platform_threads_and_a_request_for_virtual_ones_is_refused() {
		assertThat(Threads.virtualAvailable()).isFalse();
		assertThat(worker(ConnectionRuntime.builder()).toString()).startsWith("Thread[");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ConnectionRuntime.builder().virtualThreads(true))
			.withMessageContaining("21 or later")
			.withMessageContaining("Java " + Runtime.version().feature());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Threads.virtual("some-"))
			.withMessageContaining("21 or later");
	}

	@Test
	@DisplayName("Promise 30: neither a priority nor a thread group is inherited from whoever needs a thread first")
	void a_platform_thread_has_the_normal_priority_and_no_group_of_its_creator() throws Exception {
		ThreadFactory factory = Threads.daemon("some-");
		ThreadGroup group = new ThreadGroup("of the creator");
		CompletableFuture<Thread> made = new CompletableFuture<>();
		Thread creator = new Thread(group, () -> made.complete(factory.newThread(() -> {
		})));
		creator.setPriority(Thread.MAX_PRIORITY);
		creator.start();
		Thread thread = made.get(10, SECONDS);
		assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
		assertThat(thread.getThreadGroup().getParent()).isNull();
		assertThat(thread.getUncaughtExceptionHandler()).isSameAs(thread.getThreadGroup());
		creator.join();
	}

	private static Thread worker(ConnectionRuntime.Builder builder) {
		try (EngineRuntime runtime = EngineRuntime.of(builder.build())) {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			runtime.tryExecute(Work.OPEN, () -> thread.complete(Thread.currentThread()));
			return thread.orTimeout(10, SECONDS).join();
		}
	}

}
