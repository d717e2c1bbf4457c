package io.connectionmanager.engine.notify;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Subscription;
import io.connectionmanager.testing.RecordingSubscriber;
import io.connectionmanager.testing.RecordingSubscriber.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A subscriber that does what it should not, and checks how it is told.
 */
final class StressSubscriber implements ConnectionSubscriber<StressPeer.Link> {

	private final ConnectionManager<StressPeer.Link> manager;

	private final RecordingSubscriber<StressPeer.Link> calls = new RecordingSubscriber<>();

	/** Calls that began after a cancellation had returned. */
	private final AtomicInteger late = new AtomicInteger();

	/** Used by one call at a time. */
	private final Random random;

	private volatile @Nullable Subscription subscription;

	private volatile boolean cancelled;

	private volatile boolean calm;

	StressSubscriber(ConnectionManager<StressPeer.Link> manager, int seed) {
		this.manager = manager;
		this.random = new Random(seed);
	}

	@Override
	public void connected(StressPeer.Link link) throws Exception {
		countIfLate();
		this.calls.connected(link);
		misbehave();
	}

	@Override
	public void disconnected(StressPeer.Link link, @Nullable Throwable cause) throws Exception {
		countIfLate();
		this.calls.disconnected(link, cause);
		misbehave();
	}

	private void countIfLate() {
		if (this.cancelled) {
			this.late.incrementAndGet();
		}
	}

	private void misbehave() {
		switch (this.calm ? -1 : this.random.nextInt(40)) {
			case 0 -> throw new IllegalStateException("on purpose");
			case 1 -> cancel();
			case 2 -> this.manager.reconnect();
			case 3 -> this.manager.stop();
			case 4 -> this.manager.start();
			case 5 -> Thread.currentThread().interrupt();
			default -> {
			}
		}
	}

	void subscribed(Subscription subscription) {
		this.subscription = subscription;
	}

	/**
	 * Cancels the subscription.
	 * @return {@code false} if it is not there yet
	 */
	boolean cancel() {
		Subscription subscription = this.subscription;
		if (subscription == null) {
			return false;
		}
		subscription.cancel();
		this.cancelled = true;
		return true;
	}

	void calmDown() {
		this.calm = true;
	}

	boolean isActive() {
		return !this.cancelled;
	}

	boolean knows(StressPeer.Link link) {
		List<Call<StressPeer.Link>> calls = this.calls.calls();
		Call<StressPeer.Link> last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
		return last != null && last.connected() && last.connection() == link;
	}

	/**
	 * Checks the calls, after the manager was closed.
	 */
	void assertToldTheEnd() {
		List<Call<StressPeer.Link>> calls = this.calls.calls();
		if (isActive()) {
			assertThat(calls.size() % 2).as("calls %s", calls).isZero();
		}
		// One that was about to be made when cancel() was called cannot be told from one
		// that had begun.
		assertThat(this.late).as("calls after cancel()").hasValueLessThanOrEqualTo(1);
	}

}
