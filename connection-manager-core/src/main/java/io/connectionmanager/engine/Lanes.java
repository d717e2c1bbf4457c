package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * The lanes of a manager, linked through themselves. Touched only inside its mailbox.
 *
 * @param <C> the type of the connection
 */
class Lanes<C> {

	private @Nullable Lane<C> first;

	final void add(Lane<C> lane) {
		lane.listed = true;
		lane.next = this.first;
		if (this.first != null) {
			this.first.previous = lane;
		}
		this.first = lane;
	}

	final void remove(Lane<C> lane) {
		if (!lane.listed) {
			return;
		}
		lane.listed = false;
		Lane<C> previous = lane.previous;
		Lane<C> next = lane.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		lane.previous = null;
		lane.next = null;
	}

	final void clear() {
		while (this.first != null) {
			remove(this.first);
		}
	}

	/**
	 * Has every lane look at what is true now.
	 * @param outbox what is to be done outside the mailbox
	 */
	final void notifyOfNews(Outbox outbox) {
		for (Lane<C> lane = this.first; lane != null; lane = lane.next) {
			if (lane.notifyOfNews()) {
				outbox.addLane(lane);
			}
		}
	}

}
