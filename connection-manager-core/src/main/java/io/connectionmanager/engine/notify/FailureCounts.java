package io.connectionmanager.engine.notify;

import java.util.EnumMap;
import java.util.Map;

import io.connectionmanager.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * The number of failures by kind, as a chain with a link for each kind that occurred,
 * usually only one. It is smaller than an {@link EnumMap}, which has a slot for every
 * kind.
 *
 * @param kind a kind of failure
 * @param times the number of failures of that kind
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
