package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The request of one attempt under the connect limit.
 */
public final class PermitRequest {

	/** The stage of a request. */
	enum Stage {

		NEW, WAITING, GRANTED, RELEASED

	}

	private final Runnable granted;

	private final boolean repeated;

	// Guarded by the limit.

	Stage stage = Stage.NEW;

	@Nullable PermitRequest previous;

	@Nullable PermitRequest next;

	private volatile boolean notified;

	/**
	 * Creates a request.
	 * @param repeated whether earlier attempts of the same outage have failed
	 * @param granted called at most once, outside the limit's lock, when the attempt may
	 * begin
	 */
	public PermitRequest(boolean repeated, Runnable granted) {
		this.repeated = repeated;
		this.granted = granted;
	}

	boolean isRepeated() {
		return this.repeated;
	}

	boolean isNotified() {
		return this.notified;
	}

	void notifyGranted() {
		this.granted.run();
		this.notified = true;
	}

}
