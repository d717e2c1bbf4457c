package io.connectionmanager.engine.runtime;

import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One permit, and two threads that ask for it; one of them gives up at some time.
 */
@JCStressTest
@Outcome(id = "1, [12], 1", expect = Expect.ACCEPTABLE, desc = "The one that stays gets the permit, once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost, or held twice.")
@State
public class ConnectLimitStress {

	private final ConnectLimit limit = new ConnectLimit(1, Double.POSITIVE_INFINITY, (task, delay) -> () -> {
	}, Runnable::run, () -> 0);

	private final AtomicInteger granted = new AtomicInteger();

	private final AtomicInteger stayingGranted = new AtomicInteger();

	private final PermitRequest staying = new PermitRequest(false, () -> {
		this.granted.incrementAndGet();
		this.stayingGranted.incrementAndGet();
	});

	@Actor
	public void stays() {
		this.limit.request(this.staying);
	}

	@Actor
	public void givesUp() {
		PermitRequest request = new PermitRequest(false, this.granted::incrementAndGet);
		this.limit.request(request);
		this.limit.release(request);
	}

	@Arbiter
	public void result(III_Result result) {
		// Whether the permit is free again once it is given back.
		this.limit.release(this.staying);
		AtomicInteger next = new AtomicInteger();
		this.limit.request(new PermitRequest(false, next::incrementAndGet));
		this.limit.request(new PermitRequest(false, next::incrementAndGet));
		result.r1 = this.stayingGranted.get();
		result.r2 = this.granted.get();
		result.r3 = next.get();
	}

}
