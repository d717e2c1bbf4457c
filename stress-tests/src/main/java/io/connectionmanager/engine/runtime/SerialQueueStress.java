package io.connectionmanager.engine.runtime;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads add an element each and drain the queue.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "Both are handled, one after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An element is lost, or two threads handle at once.")
@State
public class SerialQueueStress {

	private final SerialQueue<Element> queue = new SerialQueue<>();

	/** Written by the draining thread alone, without synchronization. */
	private int handled;

	private int inside;

	private int most;

	@Actor
	public void first() {
		addAndDrain();
	}

	@Actor
	public void second() {
		addAndDrain();
	}

	@Arbiter
	public void result(II_Result result) {
		result.r1 = this.handled;
		result.r2 = this.most;
	}

	private void addAndDrain() {
		this.queue.add(new Element());
		this.queue.drain((element) -> {
			this.inside++;
			this.most = Math.max(this.most, this.inside);
			this.handled++;
			this.inside--;
		});
	}

	private static final class Element extends SerialQueue.Element<Element> {

	}

}
