package io.connectionmanager.engine;

import java.util.EnumMap;
import java.util.Map;

import io.connectionmanager.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * How often what kind of failure occurred, as a chain with a link for each kind: mostly
 * there is but one. An {@link EnumMap} has a place for every kind.
 *
 * @param kind a kind of failure
 * @param times how often it occurred
 * @param others the other kinds
 */
record Tally(FailureKind kind, int times, @Nullable Tally others) {

	static Tally plus(@Nullable Tally tally, FailureKind kind) {
		if (tally == null) {
			return new Tally(kind, 1, null);
		}
		if (tally.kind == kind) {
			return new Tally(kind, tally.times + 1, tally.others);
		}
		return new Tally(tally.kind, tally.times, plus(tally.others, kind));
	}

	Map<FailureKind, Integer> toMap() {
		Map<FailureKind, Integer> map = new EnumMap<>(FailureKind.class);
		for (Tally tally = this; tally != null; tally = tally.others) {
			map.put(tally.kind, tally.times);
		}
		return map;
	}

}
