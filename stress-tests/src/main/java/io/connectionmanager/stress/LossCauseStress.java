package io.connectionmanager.stress;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import io.connectionmanager.ConnectionSubscriber;

/**
 * Promise 14: a subscriber that joins while the connection is lost hears the loss with
 * its cause, or never hears of the connection.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Subscribed after the loss.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Subscribed before the loss, and notified of its cause.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The loss is missed, or its cause is.")
@State
public class LossCauseStress implements ConnectionSubscriber<Object> {

	private final Connections connections = new Connections();

	private final Object connection;

	private final IllegalStateException cause = new IllegalStateException("lost");

	private int connected;

	private int causes;

	public LossCauseStress() {
		this.connection = this.connections.start();
	}

	@Actor
	public void subscribes() {
		this.connections.manager.subscribe(this);
	}

	@Actor
	public void reports() {
		this.connections.manager.connectionLost(this.connection, this.cause);
	}

	@Arbiter
	public void result(II_Result result) {
		result.r1 = this.connected;
		result.r2 = this.causes;
		// Started managers are held by the runtime, which all states share.
		this.connections.manager.close();
	}

	@Override
	public void connected(Object connection) {
		this.connected++;
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) {
		this.causes += (cause == this.cause) ? 1 : 0;
	}

}
