package io.connectionmanager.sample.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent to a browser, in which order, and when the stream ends.
 */
class BrowserTests {

	private final RecordingEmitter emitter = new RecordingEmitter();

	private final Browser browser = new Browser(this.emitter);

	@Test
	void telling_does_not_wait_for_the_browser() {
		this.browser.tell("price", 1);
		assertThat(this.emitter.sent).isEmpty();
	}

	@Test
	void messages_are_sent_in_order_until_the_browser_is_to_leave() {
		this.browser.tell("price", 1);
		this.browser.tell("changed", List.of("prices"));
		this.emitter.afterSending = 2;
		this.emitter.action = this.browser::leave;
		this.browser.run();
		assertThat(this.emitter.sent).containsExactly("event:price|data:1", "event:changed|data:[prices]");
		assertThat(this.emitter.completed).isTrue();
	}

	@Test
	void a_browser_that_leaves_while_a_message_is_sent_gets_that_one_and_no_other() {
		this.browser.tell("price", 1);
		this.browser.tell("price", 2);
		this.emitter.afterSending = 1;
		this.emitter.action = () -> {
			this.browser.leave();
			assertThat(this.emitter.completed).isFalse();
		};
		this.browser.run();
		assertThat(this.emitter.sent).containsExactly("event:price|data:1");
		assertThat(this.emitter.completed).isTrue();
	}

	@Test
	void a_browser_that_falls_far_behind_loses_the_stream() {
		for (int i = 0; i < 1000; i++) {
			this.browser.tell("price", i);
		}
		this.browser.run();
		assertThat(this.emitter.completed).isTrue();
	}

	@Test
	void a_browser_that_has_gone_is_sent_nothing_more() {
		this.browser.tell("price", 1);
		this.browser.tell("price", 2);
		this.emitter.gone = true;
		this.browser.run();
		assertThat(this.emitter.sent).isEmpty();
		assertThat(this.emitter.completed).isFalse();
	}

	private static final class RecordingEmitter extends SseEmitter {

		private final List<String> sent = new ArrayList<>();

		private boolean gone;

		private boolean completed;

		private int afterSending = Integer.MAX_VALUE;

		private Runnable action = () -> {
		};

		@Override
		public void send(Set<ResponseBodyEmitter.DataWithMediaType> message) throws IOException {
			if (this.gone) {
				throw new IOException("Broken pipe");
			}
			this.sent.add(message.stream()
				.map((part) -> part.getData().toString())
				.collect(Collectors.joining())
				.strip()
				.replace('\n', '|'));
			if (this.sent.size() == this.afterSending) {
				this.action.run();
			}
		}

		@Override
		public void complete() {
			this.completed = true;
		}

	}

}
