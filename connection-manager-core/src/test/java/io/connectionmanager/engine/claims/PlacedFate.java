package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A fate in which all goes well, except at the points that were chosen. It notes at which
 * points something else could have happened, so that all of that can be tried.
 */
final class PlacedFate implements Fate {

	/** Longer than a lease takes by any clock. */
	private static final long LONG = 20 * SimulatedTime.SECOND;

	/** Almost as long as a call may take. */
	private static final long SLOW = 2_300 * SimulatedTime.MILLI;

	private static final long FAST = 10 * SimulatedTime.MILLI;

	private static final long NEVER = 3_600 * SimulatedTime.SECOND;

	private final List<Choice> placed;

	/** How many courses each point had that was passed. */
	private final List<Integer> points = new ArrayList<>();

	private boolean ended;

	/**
	 * What happens at a point.
	 *
	 * @param point the number of the point
	 * @param course which of its courses things take; 0 is the good one
	 */
	record Choice(int point, int course) {
	}

	PlacedFate(List<Choice> placed) {
		this.placed = placed;
	}

	/** From now on, all goes well. */
	void end() {
		this.ended = true;
	}

	/** Returns how many courses each point had. */
	List<Integer> points() {
		return this.points;
	}

	int choose(int courses) {
		if (this.ended) {
			return 0;
		}
		int point = this.points.size();
		this.points.add(courses);
		for (Choice choice : this.placed) {
			if (choice.point() == point) {
				return choice.course();
			}
		}
		return 0;
	}

	private long choose(long good, long bad) {
		return (choose(2) == 0) ? good : bad;
	}

	@Override
	public long tickerOffset() {
		return 0;
	}

	@Override
	public Call call(double faults) {
		return Call.values()[choose(Call.values().length)];
	}

	@Override
	public long delay() {
		return choose(FAST, SLOW);
	}

	@Override
	public long lateness() {
		return LONG;
	}

	@Override
	public long hintDelay() {
		return choose(FAST, NEVER);
	}

	@Override
	public long openingTime() {
		return choose(FAST, LONG);
	}

	@Override
	public long closingTime() {
		return choose(FAST, LONG);
	}

	@Override
	public void reorder(List<?> actions) {
		if (choose(2) == 1) {
			Collections.reverse(actions);
		}
	}

}
