package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.engine.Effect.Announce;
import io.connectionmanager.engine.Effect.CallOpen;
import io.connectionmanager.engine.Effect.CancelTimer;
import io.connectionmanager.engine.Effect.CloseConnection;
import io.connectionmanager.engine.Effect.CompleteStops;
import io.connectionmanager.engine.Effect.EndAttempt;
import io.connectionmanager.engine.Effect.Enlist;
import io.connectionmanager.engine.Effect.Retire;
import io.connectionmanager.engine.Effect.SetTimer;
import io.connectionmanager.engine.State.Afterwards;

/**
 * A machine and all that surrounds it, at one moment of an exploration. A connection is
 * stood for by the number of its attempt.
 * <p>
 * Two worlds are the same where the machine cannot tell them apart: numbers of attempts
 * count only by whether they are the current one, and what is merely counted (connects,
 * failures, the place in the back-off) is left out. So the space is finite but for
 * connectors that stay in {@code open} after their attempt was left; of these there are
 * so many at a time as the exploration allows.
 */
final class World {

	/** Attempts in a row that may fail; more than one, so that both ways are taken. */
	private static final int MAX_ATTEMPTS = 2;

	static final Machine<Long> MACHINE = new Machine<>("explored",
			ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).maxAttempts(MAX_ATTEMPTS).build());

	private static final Throwable FAILURE = new IllegalStateException("played") {

		private static final long serialVersionUID = 1L;

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	};

	/** Where the call of {@code open} stands. */
	enum Call {

		NONE, ENLISTED, HANDED_OVER, OPEN, DONE

	}

	/** What a subscriber is in. */
	enum Activity {

		ABSENT, IDLE, IN_CONNECTED, IN_DISCONNECTED, LEAVING_FROM_CALL

	}

	/** What a subscriber was told of. */
	enum Told {

		NOTHING, CURRENT, EARLIER

	}

	State<Long> state = MACHINE.initial(0);

	/**
	 * The call of {@code open} of the current attempt, and whether the attempt was ended.
	 */
	private Call call = Call.NONE;

	private boolean ended;

	/** Calls of attempts that were left: handed over to a worker, and in open. */
	private int strayHandedOver;

	private int strayOpen;

	private @Nullable Input<Long> timer;

	private boolean timerFired;

	/** Timers of the current attempt that fired while they were being cancelled. */
	private final boolean[] inFlight = new boolean[TIMERS.size()];

	private static final List<Class<?>> TIMERS = List.of(Input.TimedOut.class, Input.RetryDue.class,
			Input.DrainExpired.class);

	private boolean drainedDelivered;

	private boolean stopAwaited;

	private final Activity[] activities;

	private final Told[] told;

	private final int mostStrays;

	World(int subscribers, int mostStrays) {
		this.activities = new Activity[subscribers];
		this.told = new Told[subscribers];
		Arrays.fill(this.activities, Activity.ABSENT);
		Arrays.fill(this.told, Told.NOTHING);
		this.mostStrays = mostStrays;
	}

	private World(World other) {
		this.state = other.state;
		this.call = other.call;
		this.ended = other.ended;
		this.strayHandedOver = other.strayHandedOver;
		this.strayOpen = other.strayOpen;
		this.timer = other.timer;
		System.arraycopy(other.inFlight, 0, this.inFlight, 0, this.inFlight.length);
		this.drainedDelivered = other.drainedDelivered;
		this.stopAwaited = other.stopAwaited;
		this.activities = other.activities.clone();
		this.told = other.told.clone();
		this.mostStrays = other.mostStrays;
	}

	/**
	 * Returns what tells this world from others.
	 * @return all that matters, packed
	 */
	long key() {
		long key = kind();
		key = key * 4 + ((this.state instanceof State.Leaving<Long> leaving) ? leaving.afterwards().ordinal() + 1 : 0);
		key = key * (MAX_ATTEMPTS + 1) + this.state.ledger().failedInARow();
		key = key * 5 + this.call.ordinal();
		key = key * 2 + (this.ended ? 1 : 0);
		key = key * 8 + this.strayHandedOver;
		key = key * 8 + this.strayOpen;
		key = key * 4 + ((this.timer != null) ? TIMERS.indexOf(this.timer.getClass()) + 1 : 0);
		for (boolean fired : this.inFlight) {
			key = key * 2 + (fired ? 1 : 0);
		}
		key = key * 2 + (this.drainedDelivered ? 1 : 0);
		key = key * 2 + (this.stopAwaited ? 1 : 0);
		// Subscribers are alike: their order does not matter.
		int[] lanes = new int[this.activities.length];
		for (int i = 0; i < lanes.length; i++) {
			lanes[i] = this.activities[i].ordinal() * 3 + this.told[i].ordinal();
		}
		Arrays.sort(lanes);
		for (int lane : lanes) {
			key = key * 15 + lane;
		}
		return key;
	}

	private int kind() {
		return KINDS.indexOf(this.state.getClass());
	}

	static final List<Class<?>> KINDS = List.of(State.Stopped.class, State.Queued.class, State.Opening.class,
			State.OpeningReady.class, State.Opened.class, State.Connected.class, State.Waiting.class,
			State.Suspended.class, State.Draining.class, State.DrainingLost.class, State.Closed.class);

	private long current() {
		return this.state.ledger().generation();
	}

	// What can happen

	/**
	 * Returns the worlds that can come next.
	 * @return one for each thing that can happen
	 */
	List<World> next() {
		List<World> next = new ArrayList<>();
		for (Input<Long> command : List.<Input<Long>>of(new Input.Start<>(), new Input.Stop<>(),
				new Input.Reconnect<>(), new Input.Close<>())) {
			happens(next, (world) -> world.command(command));
		}
		currentAttempt(next);
		strays(next);
		timers(next);
		for (int i = 0; i < this.activities.length; i++) {
			if (isFirstOfItsKind(i)) {
				subscriber(i, next);
			}
		}
		if (drainedIsDue()) {
			happens(next, World::deliverDrained);
		}
		return next;
	}

	/** Of subscribers in the same situation one will do: they are alike. */
	private boolean isFirstOfItsKind(int subscriber) {
		for (int i = 0; i < subscriber; i++) {
			if (this.activities[i] == this.activities[subscriber] && this.told[i] == this.told[subscriber]) {
				return false;
			}
		}
		return true;
	}

	private void happens(List<World> next, Consumer<World> event) {
		World world = new World(this);
		event.accept(world);
		if (world.strayHandedOver + world.strayOpen <= this.mostStrays) {
			next.add(world);
		}
	}

	private void currentAttempt(List<World> next) {
		long generation = current();
		switch (this.call) {
			case NONE -> {
			}
			case ENLISTED -> {
				happens(next, World::deliverAdmitted);
			}
			case HANDED_OVER -> {
				// Where the attempt was ended, the worker may have looked just before.
				happens(next, World::callOpen);
				happens(next, (world) -> world.finishCall(new Input.Failed<>(generation, FAILURE)));
				if (this.ended) {
					happens(next, (world) -> world.call = Call.DONE);
				}
			}
			case OPEN -> {
				happens(next, (world) -> world.feed(new Input.Ready<>(generation)));
				happens(next, (world) -> world.feed(new Input.Lost<>(generation, null)));
				happens(next, (world) -> world.finishCall(new Input.Returned<>(generation, generation)));
				happens(next, (world) -> world.finishCall(new Input.Failed<>(generation, FAILURE)));
			}
			case DONE -> {
				happens(next, (world) -> world.feed(new Input.Ready<>(generation)));
				happens(next, (world) -> world.feed(new Input.Lost<>(generation, FAILURE)));
			}
		}
	}

	void deliverAdmitted() {
		boolean expected = !this.ended;
		feed(new Input.Admitted<>(current()));
		if (expected != (this.call == Call.HANDED_OVER)) {
			throw broken("an admitted attempt is opened exactly when it was not ended");
		}
		if (!expected) {
			this.call = Call.DONE;
		}
	}

	void callOpen() {
		this.call = Call.OPEN;
		feed(new Input.OpenCalled<>(current()));
	}

	void finishCall(Input<Long> outcome) {
		this.call = Call.DONE;
		feed(outcome);
	}

	private void strays(List<World> next) {
		long stale = current() - 1;
		if (stale < 1) {
			return;
		}
		for (Input<Long> signal : List.<Input<Long>>of(new Input.Admitted<>(stale), new Input.Ready<>(stale),
				new Input.Lost<>(stale, null), new Input.TimedOut<>(stale), new Input.RetryDue<>(stale),
				new Input.Drained<>(stale), new Input.DrainExpired<>(stale))) {
			happens(next, (world) -> world.feed(signal));
		}
		if (this.strayHandedOver > 0) {
			happens(next, (world) -> world.strayHandedOver--);
			happens(next, (world) -> {
				world.strayHandedOver--;
				world.strayOpen++;
				world.feed(new Input.OpenCalled<>(stale));
			});
		}
		if (this.strayOpen > 0) {
			happens(next, (world) -> {
				world.strayOpen--;
				world.feed(new Input.Returned<>(stale, stale));
			});
			happens(next, (world) -> {
				world.strayOpen--;
				world.feed(new Input.Failed<>(stale, FAILURE));
			});
		}
	}

	private void timers(List<World> next) {
		Input<Long> timer = this.timer;
		if (timer != null) {
			happens(next, World::fireTimer);
		}
		for (int i = 0; i < this.inFlight.length; i++) {
			if (this.inFlight[i]) {
				int kind = i;
				happens(next, (world) -> world.inFlight[kind] = false);
				happens(next, (world) -> {
					world.inFlight[kind] = false;
					world.feed(switch (kind) {
						case 0 -> new Input.TimedOut<>(current());
						case 1 -> new Input.RetryDue<>(current());
						default -> new Input.DrainExpired<>(current());
					});
				});
			}
		}
	}

	void fireTimer() {
		this.timerFired = true;
		feed(this.timer);
	}

	private void subscriber(int i, List<World> next) {
		switch (this.activities[i]) {
			case ABSENT -> happens(next, (world) -> world.activities[i] = Activity.IDLE);
			case IDLE -> {
				happens(next, (world) -> {
					world.activities[i] = Activity.ABSENT;
					world.told[i] = Told.NOTHING;
				});
				if (!isSettled(i)) {
					happens(next, (world) -> world.tell(i));
				}
				else if (this.told[i] == Told.NOTHING && this.state instanceof State.Leaving && !drainedIsDue()
						&& !this.drainedDelivered) {
					// It looked just before the end, and still found an audience to join.
					happens(next, (world) -> {
						world.activities[i] = Activity.IN_CONNECTED;
						world.told[i] = Told.CURRENT;
					});
				}
			}
			case IN_CONNECTED, IN_DISCONNECTED -> {
				happens(next, (world) -> world.finishTelling(i));
				happens(next, (world) -> world.activities[i] = Activity.LEAVING_FROM_CALL);
			}
			case LEAVING_FROM_CALL -> happens(next, (world) -> {
				world.activities[i] = Activity.ABSENT;
				world.told[i] = Told.NOTHING;
			});
		}
	}

	private boolean isSettled(int i) {
		return this.told[i] == ((this.state instanceof State.Connected) ? Told.CURRENT : Told.NOTHING);
	}

	private void tell(int i) {
		if (this.told[i] == Told.NOTHING) {
			this.told[i] = Told.CURRENT;
			this.activities[i] = Activity.IN_CONNECTED;
		}
		else {
			this.activities[i] = Activity.IN_DISCONNECTED;
		}
	}

	private void finishTelling(int i) {
		if (this.activities[i] == Activity.IN_DISCONNECTED) {
			this.told[i] = Told.NOTHING;
		}
		this.activities[i] = Activity.IDLE;
	}

	private boolean drainedIsDue() {
		return this.state instanceof State.Leaving && !this.drainedDelivered
				&& Arrays.stream(this.told).noneMatch((told) -> told == Told.CURRENT);
	}

	private void deliverDrained() {
		this.drainedDelivered = true;
		feed(new Input.Drained<>(current()));
	}

	private void command(Input<Long> command) {
		this.stopAwaited |= command instanceof Input.Stop || command instanceof Input.Close;
		feed(command);
	}

	// What must be true

	/**
	 * Feeds the machine, carries out what it decides, and checks that it was allowed to.
	 */
	private void feed(Input<Long> input) {
		State<Long> before = this.state;
		Step<Long> step = MACHINE.step(before, input, 0, 0);
		this.state = step.next();
		boolean stale = input instanceof Input.Signal<Long> signal
				&& signal.generation() != before.ledger().generation();
		if ((stale || before instanceof State.Closed) && before != step.next()) {
			throw broken("a stale signal, or anything after the end, changes nothing");
		}
		Long returned = (input instanceof Input.Returned<Long> r) ? r.connection() : null;
		List<Long> open = new ArrayList<>();
		if (owned(before) != null) {
			open.add(owned(before));
		}
		if (returned != null) {
			open.add(returned);
		}
		int announced = 0;
		for (Effect<Long> effect : step.effects()) {
			boolean harmless = effect instanceof CloseConnection
					|| effect instanceof CompleteStops && before instanceof State.Closed;
			if ((stale || before instanceof State.Closed) && !harmless) {
				throw broken("a stale signal, or anything after the end, leads to nothing but closing: " + effect);
			}
			if (effect instanceof Announce<Long> announce) {
				announced++;
				if (announce.from() != before.shown() || announce.to() != step.next().shown()) {
					throw broken("announced as it is: " + announce);
				}
			}
			carryOut(effect, before, open);
		}
		if (announced != ((before.shown() != step.next().shown()) ? 1 : 0)) {
			throw broken("each change is announced once");
		}
		check(before, open);
	}

	private void carryOut(Effect<Long> effect, State<Long> before, List<Long> open) {
		if (effect instanceof Enlist<Long> enlist) {
			if (!open.isEmpty()) {
				throw broken("a new attempt begins only when the old connection was told to close");
			}
			if (enlist.generation() != before.ledger().generation() + 1) {
				throw broken("attempts are numbered");
			}
			leaveAttempt();
			this.call = Call.ENLISTED;
			this.ended = false;
		}
		else if (effect instanceof CallOpen) {
			if (this.call != Call.ENLISTED || this.ended) {
				throw broken("open is called once, for an attempt that was admitted");
			}
			this.call = Call.HANDED_OVER;
		}
		else if (effect instanceof EndAttempt<Long> end) {
			if (end.generation() != before.ledger().generation() || this.ended) {
				throw broken("an attempt ends once");
			}
			this.ended = true;
		}
		else if (effect instanceof CloseConnection<Long> close) {
			if (!open.remove(close.connection())) {
				throw broken("each connection is closed exactly once: " + close);
			}
		}
		else if (effect instanceof SetTimer<Long> set) {
			if (this.timer != null) {
				throw broken("at most one timer");
			}
			this.timer = set.input();
			this.timerFired = false;
		}
		else if (effect instanceof CancelTimer) {
			if (this.timer == null) {
				throw broken("only what is set is cancelled");
			}
			this.inFlight[TIMERS.indexOf(this.timer.getClass())] = !this.timerFired;
			this.timer = null;
		}
		else if (effect instanceof CompleteStops) {
			this.stopAwaited = false;
		}
		else if (effect instanceof Retire && !(this.state instanceof State.Closed)) {
			throw broken("only a closed manager lets go");
		}
	}

	/** The current attempt becomes one that was left. */
	private void leaveAttempt() {
		if (this.call == Call.HANDED_OVER) {
			this.strayHandedOver++;
		}
		else if (this.call == Call.OPEN) {
			this.strayOpen++;
		}
		if (this.call != Call.NONE && !this.ended) {
			throw broken("an attempt has ended before the next begins");
		}
		Arrays.fill(this.inFlight, false);
		this.drainedDelivered = false;
		for (int i = 0; i < this.told.length; i++) {
			this.told[i] = (this.told[i] == Told.NOTHING) ? Told.NOTHING : Told.EARLIER;
		}
	}

	private void check(State<Long> before, List<Long> open) {
		Long owned = owned(this.state);
		if (!open.equals((owned != null) ? List.of(owned) : List.of())) {
			throw broken("every connection is closed or owned, and at most one is: " + open);
		}
		boolean timed = this.state instanceof State.Underway || this.state instanceof State.Waiting
				|| this.state instanceof State.Leaving;
		if (timed != (this.timer != null)) {
			throw broken("a timer is set exactly where one is waited for");
		}
		boolean underway = this.state instanceof State.Connecting;
		if (this.call != Call.NONE && underway == this.ended) {
			throw broken("an attempt has its permit exactly while it is under way");
		}
		boolean stopped = this.state instanceof State.Stopped || this.state instanceof State.Closed;
		if (stopped && this.stopAwaited) {
			throw broken("who asked to stop is told when it is done");
		}
		if (this.state.shown() == ConnectionState.CLOSED && before.shown() == ConnectionState.CONNECTED) {
			throw broken("a connection in use is not closed under its users");
		}
	}

	private static @Nullable Long owned(State<Long> state) {
		if (state instanceof State.Opened<Long> opened) {
			return opened.connection();
		}
		if (state instanceof State.Connected<Long> connected) {
			return connected.connection();
		}
		return (state instanceof State.Draining<Long> draining) ? draining.connection() : null;
	}

	private AssertionError broken(String invariant) {
		return new AssertionError("Broken: " + invariant + "\nin " + this.state);
	}

	// What must come

	/**
	 * Lets time pass while the peer is up, subscribers do their work and no user
	 * interferes.
	 * @return whether that led to where it should
	 */
	boolean findsItsWay() {
		World world = new World(this);
		for (int i = 0; i < 20; i++) {
			if (world.isAtRest()) {
				return true;
			}
			world.proceed();
		}
		return false;
	}

	private boolean isAtRest() {
		return this.state instanceof State.Connected || this.state instanceof State.Stopped
				|| this.state instanceof State.Suspended || this.state instanceof State.Closed;
	}

	private void proceed() {
		if (this.state instanceof State.Leaving<Long> leaving) {
			Afterwards afterwards = leaving.afterwards();
			if (drainedIsDue()) {
				deliverDrained();
			}
			else {
				fireTimer();
			}
			boolean arrived = (afterwards == Afterwards.START) ? this.state instanceof State.Connecting : isAtRest();
			if (!arrived) {
				throw broken("what comes after a drain is what was asked for");
			}
		}
		else if (this.state instanceof State.Waiting) {
			fireTimer();
		}
		else if (this.call == Call.ENLISTED) {
			deliverAdmitted();
		}
		else if (this.call == Call.HANDED_OVER) {
			callOpen();
		}
		else if (this.call == Call.OPEN) {
			finishCall(new Input.Returned<>(current(), current()));
		}
		else {
			feed(new Input.Ready<>(current()));
		}
	}

	@Override
	public String toString() {
		return "%s, open %s%s, strays %d+%d, timer %s, subscribers %s %s".formatted(this.state, this.call,
				this.ended ? " (ended)" : "", this.strayHandedOver, this.strayOpen, this.timer,
				Arrays.toString(this.activities), Arrays.toString(this.told));
	}

}
