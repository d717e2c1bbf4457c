package io.connectionmanager.engine.claims;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Whatever may happen, at random.
 */
class RandomFate implements Fate {

	private final Random random;

	RandomFate(Random random) {
		this.random = random;
	}

	@Override
	public long tickerOffset() {
		return this.random.nextInt(1_000) * SimulatedTime.SECOND;
	}

	@Override
	public Call call(double faults) {
		double fate = this.random.nextDouble();
		if (fate < faults / 3) {
			return Call.REQUEST_LOST;
		}
		if (fate < faults * 2 / 3) {
			return Call.ANSWER_LOST;
		}
		return (fate < faults) ? Call.LATE : Call.ANSWERED;
	}

	@Override
	public long delay() {
		double slow = this.random.nextDouble();
		return (long) (slow * slow * slow * 500 * SimulatedTime.MILLI) + SimulatedTime.MILLI;
	}

	@Override
	public long lateness() {
		return (long) (this.random.nextDouble() * 60 * SimulatedTime.SECOND);
	}

	@Override
	public long hintDelay() {
		return SimulatedTime.MILLI * (1 + this.random.nextInt(20));
	}

	@Override
	public long openingTime() {
		return SimulatedTime.MILLI * this.random.nextInt(300);
	}

	/** Few closes hang for a while. */
	@Override
	public long closingTime() {
		return (this.random.nextInt(20) == 0) ? 30 * SimulatedTime.SECOND
				: SimulatedTime.MILLI * this.random.nextInt(400);
	}

	@Override
	public void reorder(List<?> actions) {
		Collections.shuffle(actions, this.random);
	}

}
