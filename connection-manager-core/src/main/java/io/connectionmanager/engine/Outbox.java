package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What was decided inside a mailbox and is done outside of it, in order, by the thread
 * that has drained it. What may run code of a user on this thread comes last, so that it
 * can hold up nothing but itself.
 */
final class Outbox {

	private final List<Runnable> own = new ArrayList<>();

	private final List<Runnable> foreign = new ArrayList<>();

	void add(Runnable action) {
		this.own.add(action);
	}

	void addForeign(Runnable action) {
		this.foreign.add(action);
	}

	void deliver() {
		this.own.forEach(Unfailing::run);
		this.foreign.forEach(Unfailing::run);
	}

}
