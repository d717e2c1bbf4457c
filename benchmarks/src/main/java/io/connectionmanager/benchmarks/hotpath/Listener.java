package io.connectionmanager.benchmarks.hotpath;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * One of many who are told: an object of its own, as in an application, that counts
 * together with the others. Not a record: lists look for duplicates, and each of these is
 * another one.
 */
final class Listener implements ConnectionSubscriber<Object> {

	private final CountingSubscriber counter;

	Listener(CountingSubscriber counter) {
		this.counter = counter;
	}

	@Override
	public void connected(Object connection) {
		this.counter.connected(connection);
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) {
		this.counter.disconnected(connection, cause);
	}

}
