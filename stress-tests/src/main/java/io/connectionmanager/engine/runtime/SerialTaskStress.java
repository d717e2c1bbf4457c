package io.connectionmanager.engine.runtime;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads change something each and request the task; the third field counts threads
 * that were in it at once.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The task has seen both changes.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A wake-up is lost, or two threads run the task at once.")
@State
public class SerialTaskStress {

	private int x;

	private int y;

	private final Task task = new Task();

	@Actor
	public void first() {
		this.x = 1;
		request();
	}

	@Actor
	public void second() {
		this.y = 1;
		request();
	}

	@Arbiter
	public void result(III_Result result) {
		result.r1 = this.task.seenX;
		result.r2 = this.task.seenY;
		result.r3 = this.task.most;
	}

	private void request() {
		if (this.task.request()) {
			this.task.dispatch();
		}
	}

	private final class Task extends SerialTask {

		private int seenX;

		private int seenY;

		private int inside;

		private int most;

		private Task() {
			super(false);
		}

		@Override
		protected boolean submit() {
			run();
			return true;
		}

		@Override
		protected void perform() {
			this.inside++;
			this.most = Math.max(this.most, this.inside);
			this.seenX = SerialTaskStress.this.x;
			this.seenY = SerialTaskStress.this.y;
			this.inside--;
		}

	}

}
