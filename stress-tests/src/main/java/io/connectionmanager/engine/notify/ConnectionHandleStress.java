package io.connectionmanager.engine.notify;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The manager lets go of a connection while a subscription takes hold of it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE,
		desc = "The manager was the last; the subscription came too late, or left before.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The subscription was the last.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were the last, or none.")
@State
public class ConnectionHandleStress {

	private final ConnectionHandle<String> handle = new ConnectionHandle<>(1, "connection");

	@Actor
	public void manager(II_Result result) {
		result.r1 = this.handle.release() ? 1 : 0;
	}

	@Actor
	public void subscription(II_Result result) {
		if (this.handle.tryRetain()) {
			result.r2 = this.handle.release() ? 1 : 0;
		}
	}

}
