package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.PermitRequest.Stage;

/**
 * The requests that wait for a permit, in order. The calling thread may have almost no
 * stack left, so no method is called while the queue is being changed: an overflow would
 * leave the change half done. Guarded by the limit.
 */
final class PermitQueue {

	private @Nullable PermitRequest first;

	private @Nullable PermitRequest last;

	@Nullable PermitRequest first() {
		return this.first;
	}

	/**
	 * Adds a request.
	 * @param request the request, which must not be in a queue
	 */
	void add(PermitRequest request) {
		PermitRequest last = this.last;
		request.stage = Stage.WAITING;
		request.previous = last;
		if (last != null) {
			last.next = request;
		}
		else {
			this.first = request;
		}
		this.last = request;
	}

	/**
	 * Removes a request.
	 * @param request the request, which must be in this queue
	 * @param stage its new stage
	 */
	void remove(PermitRequest request, Stage stage) {
		PermitRequest previous = request.previous;
		PermitRequest next = request.next;
		request.stage = stage;
		request.previous = null;
		request.next = null;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
	}

}
