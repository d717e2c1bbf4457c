package io.connectionmanager.stress;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Subscription;

/**
 * A subscriber cancels while the manager stops: what it has kept open is let go of, and
 * closed once.
 */
@JCStressTest
@Outcome(id = "0, 1, [01]", expect = Expect.ACCEPTABLE, desc = "Closed, and the stop is complete.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Left open, closed twice, or the stop hangs.")
@State
public class CancelStress implements ConnectionSubscriber<Object> {

	private final Connections connections = new Connections();

	private final Subscription subscription = this.connections.manager.subscribe(this);

	private final AtomicInteger disconnected = new AtomicInteger();

	private volatile @Nullable CompletionStage<Void> stopped;

	public CancelStress() {
		this.connections.manager.start();
	}

	@Actor
	public void cancels() {
		this.subscription.cancel();
	}

	@Actor
	public void stops() {
		this.stopped = this.connections.manager.stop();
	}

	@Arbiter
	public void result(III_Result result) {
		result.r1 = this.connections.left();
		result.r2 = this.stopped.toCompletableFuture().isDone() ? 1 : 0;
		result.r3 = this.disconnected.get();
	}

	@Override
	public void connected(Object connection) {
		// Holds it from here on.
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) {
		this.disconnected.incrementAndGet();
	}

}
