package io.connectionmanager.testing;

import java.io.EOFException;

import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber.Call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordingSubscriberTests {

	private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();

	@Test
	void remembers_what_it_was_told_by_whom_and_why() throws Exception {
		EOFException cause = new EOFException();
		this.subscriber.connected("a");
		this.subscriber.disconnected("a", cause);
		this.subscriber.connected("b");
		this.subscriber.disconnected("b", null);
		assertThat(this.subscriber.told()).containsExactly("+a", "-a", "+b", "-b");
		assertThat(this.subscriber.calls()).extracting(Call::connection).containsExactly("a", "a", "b", "b");
		assertThat(this.subscriber.calls()).extracting(Call::connected).containsExactly(true, false, true, false);
		assertThat(this.subscriber.calls()).allMatch((call) -> call.thread() == Thread.currentThread());
		assertThat(this.subscriber.calls().get(1).cause()).containsSame(cause);
		assertThat(this.subscriber.calls().get(3).cause()).isEmpty();
	}

	@Test
	void complains_about_disconnected_at_first() throws Exception {
		this.subscriber.disconnected("a", null);
		assertComplaint("-a after null");
	}

	@Test
	void complains_about_connected_twice() throws Exception {
		this.subscriber.connected("a");
		this.subscriber.connected("b");
		assertComplaint("+b after +a");
	}

	@Test
	void complains_about_disconnected_twice() throws Exception {
		this.subscriber.connected("a");
		this.subscriber.disconnected("a", null);
		this.subscriber.disconnected("a", null);
		assertComplaint("-a after -a");
	}

	@Test
	void complains_about_another_connection_in_a_pair() throws Exception {
		this.subscriber.connected("a");
		this.subscriber.disconnected("b", null);
		assertComplaint("-b does not pair with +a");
	}

	@Test
	void complains_about_an_equal_connection_that_is_not_the_same() throws Exception {
		RecordingSubscriber<Object> subscriber = new RecordingSubscriber<>();
		subscriber.connected(new StringBuilder("a").toString());
		subscriber.disconnected(new StringBuilder("a").toString(), null);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(subscriber::calls)
			.withMessageContaining("does not pair");
	}

	@Test
	void complains_about_a_call_within_a_call() throws Exception {
		RecordingSubscriber<?>[] self = new RecordingSubscriber<?>[1];
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>((connection) -> disconnect(self[0]));
		self[0] = subscriber;
		subscriber.connected("a");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(subscriber::told)
			.withMessageContaining("-a while another call was under way");
	}

	@SuppressWarnings("unchecked")
	private static void disconnect(RecordingSubscriber<?> subscriber) throws Exception {
		((RecordingSubscriber<String>) subscriber).disconnected("a", null);
	}

	@Test
	void remembers_a_call_that_throws_afterwards() {
		IllegalStateException failure = new IllegalStateException("on purpose");
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>((connection) -> {
			throw failure;
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> subscriber.connected("a"))
			.isSameAs(failure);
		assertThat(subscriber.told()).containsExactly("+a");
	}

	private void assertComplaint(String complaint) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.subscriber::calls)
			.withMessage("Calls violate the contract: [" + complaint + "]");
	}

}
