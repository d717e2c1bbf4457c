package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was decided inside a mailbox and is done outside of it by the thread that has
 * drained it.
 * <p>
 * To wake another thread takes time, and who is woken first is there first. So of those
 * who are called on workers the first subscriber comes first, since mostly there is only
 * one; then the connection that is to be closed and all else, in order; then the other
 * subscribers, however many. What may run code of a user on this thread comes last, so
 * that it can hold up nothing but itself; so that it need not wait either, the rest is
 * then left to a worker.
 */
final class Outbox {

	private final List<Delivery> own = new ArrayList<>(4);

	private @Nullable Lane<?> firstLane;

	private List<Delivery> otherLanes = List.of();

	private List<Delivery> foreign = List.of();

	void add(Delivery delivery) {
		this.own.add(delivery);
	}

	/**
	 * Adds a subscriber who has to be told of news.
	 * @param lane the subscriber's lane
	 */
	void addLane(Lane<?> lane) {
		if (lane.hasForeignExecutor()) {
			this.foreign = with(this.foreign, lane);
		}
		else if (this.firstLane == null) {
			this.firstLane = lane;
		}
		else {
			this.otherLanes = with(this.otherLanes, lane);
		}
	}

	private static List<Delivery> with(List<Delivery> deliveries, Delivery delivery) {
		List<Delivery> longer = deliveries.isEmpty() ? new ArrayList<>() : deliveries;
		longer.add(delivery);
		return longer;
	}

	/**
	 * Delivers everything.
	 * @param runtime where the workers are
	 */
	void deliver(EngineRuntime runtime) {
		boolean several = this.own.size() + ((this.firstLane != null) ? 1 : 0) + this.otherLanes.size() > 1;
		if (several && !this.foreign.isEmpty()) {
			runtime.execute(this::deliverToWorkers);
		}
		else {
			deliverToWorkers();
		}
		deliver(this.foreign);
	}

	/**
	 * Delivers everything from a worker that has nothing else to do afterwards: it need
	 * not wake another one for the first subscriber.
	 * @param runtime where the workers are
	 */
	void deliverFromWorker(EngineRuntime runtime) {
		Lane<?> lane = this.firstLane;
		this.firstLane = null;
		deliver(runtime);
		if (lane != null) {
			deliver(lane::run);
		}
	}

	private void deliverToWorkers() {
		if (this.firstLane != null) {
			deliver(this.firstLane);
		}
		deliver(this.own);
		deliver(this.otherLanes);
	}

	private static void deliver(List<Delivery> deliveries) {
		for (int i = 0; i < deliveries.size(); i++) {
			deliver(deliveries.get(i));
		}
	}

	private static void deliver(Delivery delivery) {
		try {
			delivery.deliver();
		}
		catch (Throwable ex) {
			Unfailing.log(delivery, ex);
		}
	}

	/**
	 * Something to be done outside of a mailbox.
	 */
	@FunctionalInterface
	interface Delivery {

		void deliver();

	}

}
