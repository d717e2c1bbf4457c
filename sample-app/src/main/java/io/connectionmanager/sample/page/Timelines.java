package io.connectionmanager.sample.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Writes down what happens to each connection. As a bean, it is a listener of all of
 * them: it hears of every change of state, and of more than there are events for.
 */
@Component
class Timelines implements ConnectionListener {

	private final Duration window;

	private final Map<String, Timeline> timelines = new ConcurrentHashMap<>();

	private final Object monitor = new Object();

	// Written under the monitor, once the stretch can be read: so can all before it.
	private volatile long latest;

	private volatile Runnable reader = () -> {
	};

	Timelines(@Value("${sample.page.window}") Duration window) {
		this.window = window;
	}

	Duration window() {
		return this.window;
	}

	/**
	 * Sets who is told when something was written down.
	 * @param reader called on the thread that brings the news, so it must not block
	 */
	void onChange(Runnable reader) {
		this.reader = reader;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		synchronized (this.monitor) {
			long number = this.latest + 1;
			of(transition.name()).add(number, transition);
			this.latest = number;
		}
		this.reader.run();
	}

	@Override
	public void onOutageOver(String name, Instant ended, Duration length) {
		of(name).outageOver(name, ended, length);
		this.reader.run();
	}

	/**
	 * Returns up to which stretch all can be read, of whatever connection.
	 * @return its number, 0 if there is none yet
	 */
	long latest() {
		return this.latest;
	}

	Timeline of(String connection) {
		return this.timelines.computeIfAbsent(connection, (name) -> new Timeline(this.window));
	}

}
