package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.engine.Effect.Announce;
import io.connectionmanager.engine.Effect.CallOpen;
import io.connectionmanager.engine.Effect.CancelTimer;
import io.connectionmanager.engine.Effect.CloseConnection;
import io.connectionmanager.engine.Effect.CompleteStops;
import io.connectionmanager.engine.Effect.EndAttempt;
import io.connectionmanager.engine.Effect.Enlist;
import io.connectionmanager.engine.Effect.SetTimer;
import io.connectionmanager.engine.Effect.TellSubscribers;

/**
 * Carries out what the machine decided. Touched only inside the manager's mailbox;
 * whatever may run code of others is left in the outbox. It is the list of lanes itself:
 * there may be very many managers, and this is an object less for each.
 *
 * @param <C> the type of the connection
 */
final class EffectHandler<C> extends Lanes<C> {

	private final ManagedConnection<C> manager;

	private final ListenerLane listeners;

	private @Nullable Attempt<C> attempt;

	private @Nullable Runnable timerCancellation;

	/** Connections that are being closed. */
	private List<Closing<C>> closings = List.of();

	/** Those who asked to stop and want to know when it is done. */
	private List<CompletableFuture<Void>> stops = List.of();

	/** Those who wait for the connection. */
	private List<CompletableFuture<@Nullable Held<C>>> waiters = List.of();

	EffectHandler(ManagedConnection<C> manager, List<ConnectionListener> listeners) {
		this.manager = manager;
		ListenerLane lane = null;
		for (int i = listeners.size() - 1; i >= 0; i--) {
			lane = ListenerLane.of(manager, listeners.get(i), lane);
		}
		this.listeners = new OutageLog(manager, lane);
	}

	void carryOut(Effect<Held<C>> effect, Outbox outbox) {
		if (effect instanceof Announce<Held<C>> announce) {
			announce(announce, outbox);
		}
		else if (effect instanceof CancelTimer) {
			cancelTimer();
		}
		else if (effect instanceof SetTimer<Held<C>> setTimer) {
			Input<Held<C>> input = setTimer.input();
			this.timerCancellation = this.manager.runtime()
				.timer()
				.schedule(() -> this.manager.signal(input), setTimer.delayNanos());
		}
		else if (effect instanceof Enlist<Held<C>> enlist) {
			enlist(new Attempt<>(this.manager, enlist.generation(), enlist.attempt()), outbox);
		}
		else if (effect instanceof CallOpen) {
			outbox.add(attempt()::dispatch);
		}
		else if (effect instanceof EndAttempt) {
			outbox.add(attempt()::end);
			this.attempt = null;
		}
		else if (effect instanceof TellSubscribers) {
			tellSubscribers(outbox);
		}
		else if (effect instanceof CloseConnection<Held<C>> close) {
			close(new Closing<>(this.manager, close.connection()), outbox);
		}
		else if (effect instanceof CompleteStops) {
			completeStops(outbox);
		}
		else {
			retire();
		}
	}

	private void announce(Announce<Held<C>> announce, Outbox outbox) {
		ConnectionTransition transition = this.manager.transition(announce);
		Optional<C> connection = announce.connection().map(Held::connection);
		for (ListenerLane listener = this.listeners; listener != null; listener = listener.next()) {
			listener.announce(transition, connection, outbox);
		}
	}

	private void cancelTimer() {
		if (this.timerCancellation != null) {
			this.timerCancellation.run();
			this.timerCancellation = null;
		}
	}

	/**
	 * Queues an attempt when the closing of every connection before it has begun.
	 */
	private void enlist(Attempt<C> attempt, Outbox outbox) {
		this.attempt = attempt;
		if (this.closings.isEmpty()) {
			outbox.add(attempt::enlist);
			return;
		}
		CompletableFuture<?>[] begun = this.closings.stream().map(Closing::begun).toArray(CompletableFuture[]::new);
		CompletableFuture<Void> allBegun = CompletableFuture.allOf(begun);
		if (allBegun.isDone()) {
			outbox.add(attempt::enlist);
		}
		else {
			allBegun.thenRunAsync(attempt::enlist, this.manager.runtime()::execute);
		}
	}

	/**
	 * Returns the attempt under way. The machine speaks of one only after it had it
	 * enlisted.
	 */
	private Attempt<C> attempt() {
		return Objects.requireNonNull(this.attempt, "attempt");
	}

	private void tellSubscribers(Outbox outbox) {
		notifyOfNews(outbox);
		Held<C> current = this.manager.current();
		if (current != null) {
			this.waiters.forEach((waiter) -> waiter.complete(current));
			this.waiters = List.of();
		}
	}

	private void close(Closing<C> closing, Outbox outbox) {
		this.closings = with(this.closings, closing);
		outbox.add(closing);
	}

	/**
	 * Completes the stages of those who asked to stop when the connections are closed and
	 * the listeners told, or when that has had its time.
	 */
	private void completeStops(Outbox outbox) {
		if (this.stops.isEmpty()) {
			return;
		}
		List<CompletableFuture<Void>> completing = this.stops;
		this.stops = List.of();
		List<CompletableFuture<Void>> before = new ArrayList<>();
		this.closings.forEach((closing) -> before.add(closing.done()));
		for (ListenerLane listener = this.listeners; listener != null; listener = listener.next()) {
			CompletableFuture<Void> told = new CompletableFuture<>();
			listener.whenTold(() -> told.complete(null), outbox);
			before.add(told);
		}
		Runnable complete = () -> completing.forEach((stop) -> stop.complete(null));
		EngineRuntime runtime = this.manager.runtime();
		Runnable alarm = runtime.timer()
			.schedule(() -> runtime.execute(complete), this.manager.settings().drainTimeout().toNanos());
		CompletableFuture.allOf(before.toArray(CompletableFuture[]::new)).thenRun(() -> {
			alarm.run();
			runtime.execute(complete);
		});
	}

	private void retire() {
		clear();
		this.waiters.forEach((waiter) -> waiter.complete(null));
		this.waiters = List.of();
	}

	void join(Lane<C> lane, Outbox outbox) {
		if (lane.isActive()) {
			add(lane);
			if (lane.notifyOfJoining()) {
				outbox.addLane(lane);
			}
		}
	}

	void forget(Closing<C> closing) {
		this.closings = without(this.closings, closing);
	}

	void await(CompletableFuture<@Nullable Held<C>> waiter) {
		Held<C> current = this.manager.current();
		if (current != null || this.manager.isClosed()) {
			waiter.complete(current);
		}
		else {
			this.waiters = with(this.waiters, waiter);
		}
	}

	void forget(CompletableFuture<@Nullable Held<C>> waiter) {
		this.waiters = without(this.waiters, waiter);
	}

	/**
	 * Adds one who asked to stop.
	 * @param stop what is completed when that is done
	 */
	void awaitStop(CompletableFuture<Void> stop) {
		this.stops = with(this.stops, stop);
	}

	// Lists that are empty most of the time and short otherwise.

	private static <E> List<E> with(List<E> list, E element) {
		List<E> longer = list.isEmpty() ? new ArrayList<>(1) : list;
		longer.add(element);
		return longer;
	}

	private static <E> List<E> without(List<E> list, E element) {
		if (!list.isEmpty()) {
			list.remove(element);
		}
		return list.isEmpty() ? List.of() : list;
	}

}
