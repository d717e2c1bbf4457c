package io.connectionmanager.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Promise 18: whoever reports a loss sees it when the call has returned; who sees it sees
 * the reason, too.
 */
@JCStressTest
@Outcome(id = "1, [01]", expect = Expect.ACCEPTABLE,
		desc = "Seen by the caller; the other has seen it whole, or not at all.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The caller has not seen it, or the other has seen a part of it.")
@State
public class PublishedStateStress {

	private final Connections connections = new Connections();

	private final Object connection;

	public PublishedStateStress() {
		this.connection = this.connections.start();
	}

	@Actor
	public void reports(II_Result result) {
		this.connections.manager.connectionLost(this.connection, new IllegalStateException("lost"));
		result.r1 = this.connections.manager.isConnected() ? 0 : 1;
	}

	@Actor
	public void reads(II_Result result) {
		if (!this.connections.manager.isConnected()) {
			result.r2 = this.connections.manager.snapshot().lastFailure().isPresent() ? 1 : 2;
		}
	}

	@Arbiter
	public void ends(II_Result result) {
		// Started managers are held by the runtime, which all states share.
		this.connections.manager.close();
	}

}
