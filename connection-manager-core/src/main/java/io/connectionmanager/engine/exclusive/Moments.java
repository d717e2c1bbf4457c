package io.connectionmanager.engine.exclusive;

import java.time.Instant;

import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * Reads both clocks of a runtime.
 */
final class Moments {

	private static final long SECOND = 1_000_000_000;

	private static final long LATEST = Long.MAX_VALUE / SECOND - 1;

	private Moments() {
	}

	static Moment now(EngineRuntime runtime) {
		Instant wall = runtime.instant();
		// A supplied clock may tell any time.
		long seconds = Math.max(-LATEST, Math.min(wall.getEpochSecond(), LATEST));
		return new Moment(runtime.nanos(), seconds * SECOND + wall.getNano());
	}

}
