package io.connectionmanager.stress;

import java.util.concurrent.atomic.AtomicInteger;

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
 * Somebody subscribes while the connection comes.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Connected, once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The news is lost, or comes twice.")
@State
public class SubscribeStress implements ConnectionSubscriber<Object> {

	private final Connections connections = new Connections();

	private final AtomicInteger connected = new AtomicInteger();

	private final AtomicInteger disconnected = new AtomicInteger();

	@Actor
	public void subscribes() {
		this.connections.manager.subscribe(this);
	}

	@Actor
	public void starts() {
		this.connections.manager.start();
	}

	@Arbiter
	public void result(II_Result result) {
		result.r1 = this.connected.get();
		result.r2 = this.disconnected.get();
	}

	@Override
	public void connected(Object connection) {
		this.connected.incrementAndGet();
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) {
		this.disconnected.incrementAndGet();
	}

}
