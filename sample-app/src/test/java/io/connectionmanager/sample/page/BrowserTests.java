package io.connectionmanager.sample.page;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told to a browser, in which order, and what is not.
 */
class BrowserTests {

	// What the threads would do, done when a test says so.
	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Long> askedSince = new ArrayList<>();

	private long latest = 1;

	private final LongFunction<PageView> page = (seen) -> {
		this.askedSince.add(seen);
		return new PageView(Instant.EPOCH, 1, this.latest, null, new PageView.Server("heal", null), List.of(),
				List.of());
	};

	private final RecordingEmitter emitter = new RecordingEmitter();

	private final Browser browser = new Browser(this.emitter, this.page, this.tasks::add);

	@Test
	void telling_does_not_wait_for_the_browser() {
		this.browser.tell();
		assertThat(this.emitter.sent).isZero();
		runTasks();
		assertThat(this.emitter.sent).isEqualTo(1);
	}

	@Test
	void a_slow_browser_has_one_task_and_is_told_once_what_is_true_then() {
		this.emitter.whileSending = () -> {
			for (int i = 0; i < 100; i++) {
				this.latest++;
				this.browser.tell();
			}
		};
		this.browser.tell();
		assertThat(this.tasks).hasSize(1);
		runTasks();
		assertThat(this.emitter.sent).isEqualTo(2);
		assertThat(this.askedSince).containsExactly(0L, 1L);
		this.browser.tell();
		runTasks();
		assertThat(this.askedSince).endsWith(101L);
	}

	@Test
	void a_browser_that_has_gone_is_not_told_anything_more() {
		this.emitter.gone = true;
		this.browser.tell();
		runTasks();
		this.browser.tell();
		assertThat(this.tasks).isEmpty();
		assertThat(this.askedSince).hasSize(1);
	}

	@Test
	void letting_go_of_a_browser_does_not_wait_for_what_is_being_sent() {
		this.emitter.whileSending = () -> {
			this.browser.leave();
			assertThat(this.emitter.completed).isFalse();
		};
		this.browser.tell();
		runTasks();
		assertThat(this.emitter.completed).isTrue();
		assertThat(this.emitter.sent).isEqualTo(1);
		this.browser.tell();
		assertThat(this.tasks).isEmpty();
	}

	private void runTasks() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private static final class RecordingEmitter extends SseEmitter {

		private int sent;

		private boolean gone;

		private boolean completed;

		private @Nullable Runnable whileSending;

		@Override
		public void send(Object object, @Nullable MediaType mediaType) throws IOException {
			if (this.gone) {
				throw new IOException("Broken pipe");
			}
			this.sent++;
			Runnable task = this.whileSending;
			this.whileSending = null;
			if (task != null) {
				task.run();
			}
		}

		@Override
		public void complete() {
			this.completed = true;
		}

	}

}
