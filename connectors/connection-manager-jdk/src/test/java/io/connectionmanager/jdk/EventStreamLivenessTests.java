package io.connectionmanager.jdk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the signs of life of an event stream.
 */
class EventStreamLivenessTests extends ManagedTest {

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final CountDownLatch called = new CountDownLatch(1);

	private final EventStreamConnector connector = EventStreamConnector.builder((event) -> {
		this.called.countDown();
		try {
			this.goOn.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}).build();

	private EventStream stream;

	@AfterEach
	void closeStream() {
		this.stream.close();
	}

	private RecordingAttempt open(ScriptedServer server) throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(server.url("http", "/"));
		this.stream = this.connector.open(attempt);
		attempt.ready.get(20, TimeUnit.SECONDS);
		return attempt;
	}

	@Test
	void comments_are_signs_of_life_and_silence_is_not() throws Exception {
		CountDownLatch comment = new CountDownLatch(1);
		RecordingAttempt attempt = open(server((it) -> {
			it.beginEvents();
			comment.await();
			it.write(":\n");
			it.awaitEnd();
		}));
		assertThat(attempt.probe()).isFalse();
		assertThat(attempt.signsOfLife).hasValue(0);
		comment.countDown();
		await().atMost(PATIENCE).until(() -> attempt.signsOfLife.get() == 1);
		await().atMost(PATIENCE).until(() -> !attempt.probe());
	}

	@Test
	void a_listener_that_blocks_does_not_make_the_server_look_silent() throws Exception {
		RecordingAttempt attempt = open(server((it) -> {
			it.beginEvents();
			it.write("data: a\n\n");
			it.awaitEnd();
		}));
		this.called.await();
		assertThat(attempt.probe()).isTrue();
		assertThat(attempt.probe()).isTrue();
		this.goOn.countDown();
		await().atMost(PATIENCE).until(() -> !attempt.probe());
	}

}
