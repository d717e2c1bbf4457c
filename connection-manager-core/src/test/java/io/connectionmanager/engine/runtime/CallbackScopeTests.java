package io.connectionmanager.engine.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Promise 30: a callback finds the thread as it was made")
class CallbackScopeTests {

	private final Object owner = new Object();

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	@AfterEach
	void endThread() {
		this.thread.shutdownNow();
	}

	@Test
	void and_leaves_its_name_its_priority_its_class_loader_and_its_logging_context_as_they_were() throws Exception {
		onOneThread(() -> {
			Thread current = Thread.currentThread();
			String name = current.getName();
			int priority = current.getPriority();
			ClassLoader loader = current.getContextClassLoader();
			CallbackScope scope = CallbackScope.enter(this.owner);
			current.setName("renamed");
			current.setPriority(Thread.MIN_PRIORITY);
			current.setContextClassLoader(new ClassLoader(null) {
			});
			MDC.put("key", "of the callback");
			scope.exit();
			assertThat(current.getName()).isEqualTo(name);
			assertThat(current.getPriority()).isEqualTo(priority);
			assertThat(current.getContextClassLoader()).isSameAs(loader);
			assertThat(MDC.get("key")).isNull();
		});
	}

	@Test
	void and_gives_a_caller_its_own_logging_context_back() throws Exception {
		onOneThread(() -> {
			MDC.put("key", "of the caller");
			CallbackScope scope = CallbackScope.enter(this.owner);
			MDC.put("key", "of the callback");
			MDC.put("other", "of the callback");
			scope.exit();
			assertThat(MDC.get("key")).isEqualTo("of the caller");
			assertThat(MDC.get("other")).isNull();
			MDC.clear();
		});
	}

	@Test
	void and_does_not_see_the_interrupt_flag_that_an_earlier_one_has_left() throws Exception {
		onOneThread(() -> {
			CallbackScope first = CallbackScope.enter(this.owner);
			Thread.currentThread().interrupt();
			first.exit();
			CallbackScope second = CallbackScope.enter(this.owner);
			boolean interrupted = Thread.currentThread().isInterrupted();
			second.exit();
			Thread.interrupted();
			assertThat(interrupted).isFalse();
		});
	}

	@Test
	void and_an_interrupt_that_was_meant_for_the_caller_reaches_it_afterwards() throws Exception {
		onOneThread(() -> {
			Thread.currentThread().interrupt();
			CallbackScope scope = CallbackScope.enter(this.owner);
			boolean inside = Thread.currentThread().isInterrupted();
			scope.exit();
			assertThat(inside).isFalse();
			assertThat(Thread.interrupted()).isTrue();
		});
	}

	@Test
	void whose_callbacks_a_thread_is_in_is_known_also_where_they_are_nested() throws Exception {
		onOneThread(() -> {
			Object other = new Object();
			assertThat(CallbackScope.isInside(this.owner)).isFalse();
			CallbackScope outer = CallbackScope.enter(this.owner);
			assertThat(CallbackScope.isInside(this.owner)).isTrue();
			assertThat(CallbackScope.isInside(other)).isFalse();
			CallbackScope inner = CallbackScope.enter(other);
			assertThat(CallbackScope.isInside(this.owner)).isTrue();
			assertThat(CallbackScope.isInside(other)).isTrue();
			inner.exit();
			assertThat(CallbackScope.isInside(this.owner)).isTrue();
			assertThat(CallbackScope.isInside(other)).isFalse();
			outer.exit();
			assertThat(CallbackScope.isInside(this.owner)).isFalse();
		});
	}

	@Test
	void another_thread_is_not_inside() throws Exception {
		CallbackScope scope = CallbackScope.enter(this.owner);
		try {
			onOneThread(() -> assertThat(CallbackScope.isInside(this.owner)).isFalse());
		}
		finally {
			scope.exit();
		}
	}

	private void onOneThread(Runnable test) throws Exception {
		this.thread.submit(test).get(10, SECONDS);
	}

}
