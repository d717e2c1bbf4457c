package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.PermitRequest.Stage;

/**
 * Requests that wait for a permit, in order. The calling thread may have next to no stack
 * left, so where the queue is changed there is no call that could overflow it and leave a
 * change half done. Guarded by the limit.
 */
final class PermitQueue {

	private @Nullable PermitRequest first;

	private @Nullable PermitRequest last;

	@Nullable PermitRequest first() {
		return this.first;
	}

	/**
	 * Adds a request, which waits from now on.
	 * @param request the request, in no queue
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
	 * @param request the request, in this queue
	 * @param stage where it stands from now on
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
