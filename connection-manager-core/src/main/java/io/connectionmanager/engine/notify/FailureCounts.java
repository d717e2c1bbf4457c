package io.connectionmanager.engine.notify;

import java.util.EnumMap;
import java.util.Map;

import io.connectionmanager.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Failures counted by kind: a chain with a link for each kind, since there is mostly one.
 * An {@link EnumMap} has a place for every kind.
 *
 * @param kind a kind of failure
 * @param times how often it occurred
 * @param others the other kinds
 */
record FailureCounts(FailureKind kind, int times, @Nullable FailureCounts others) {

	static FailureCounts plus(@Nullable FailureCounts counts, FailureKind kind) {
		if (counts == null) {
			return new FailureCounts(kind, 1, null);
		}
		if (counts.kind == kind) {
			return new FailureCounts(kind, (counts.times == Integer.MAX_VALUE) ? counts.times : counts.times + 1,
					counts.others);
		}
		return new FailureCounts(counts.kind, counts.times, plus(counts.others, kind));
	}

	Map<FailureKind, Integer> toMap() {
		Map<FailureKind, Integer> map = new EnumMap<>(FailureKind.class);
		for (FailureCounts counts = this; counts != null; counts = counts.others) {
			map.put(counts.kind, counts.times);
		}
		return map;
	}

}
