package io.connectionmanager.benchmarks.hotpath;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * Does next to nothing when told. Not safe for use by several threads.
 */
public final class CountingSubscriber implements ConnectionSubscriber<Object> {

	private long calls;

	@Override
	public void connected(Object connection) {
		this.calls++;
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) {
		this.calls++;
	}

	long calls() {
		return this.calls;
	}

}
