package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.FailureKind;
import io.connectionmanager.engine.machine.Effect.Announce;
import io.connectionmanager.engine.machine.Effect.CallOpen;
import io.connectionmanager.engine.machine.Effect.CancelTimer;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.CompleteStops;
import io.connectionmanager.engine.machine.Effect.EndAttempt;
import io.connectionmanager.engine.machine.Effect.EndOutage;
import io.connectionmanager.engine.machine.Effect.ReleaseConnection;
import io.connectionmanager.engine.machine.Effect.RequestPermit;
import io.connectionmanager.engine.machine.Effect.SetTimer;

/**
 * A machine and all that surrounds it, at one moment of an exploration. A connection is
 * stood for by the number of its attempt.
 * <p>
 * Two worlds are the same where the machine cannot tell them apart: numbers of attempts
 * count only by whether they are the current one, and what is merely counted is left out.
 * So the space is finite but for calls that never return; of these there are as many at a
 * time as {@link #STRAYS} and {@link #CLOSINGS} allow.
 */
final class World {

	/** Consecutive attempts that may fail; more than one, so that both ways are taken. */
	private static final int MAX_ATTEMPTS = 2;

	private static final int SUBSCRIBERS = 2;

	/** One more than the machine allows before an hour has passed. */
	private static final int STRAYS = OutstandingCalls.MAX_ABANDONED + 1;

	private static final int CLOSINGS = 2;

	private static final Failure FAILURE = new Failure(Failures.lost("played"), FailureKind.OTHER);

	private static final Failure LEASE = new Failure(Failures.lost("played"), FailureKind.LEASE);

	/** What the group grants. Which number it is makes no difference. */
	private static final long TOKEN = 11;

	private static final List<Class<?>> KINDS = List.of(State.Stopped.class, State.AwaitingClose.class,
			State.AwaitingPermit.class, State.AwaitingWorker.class, State.Opening.class, State.OpeningReady.class,
			State.Opened.class, State.Connected.class, State.Waiting.class, State.AwaitingReturn.class,
			State.Suspended.class, State.Draining.class, State.DrainingLost.class, State.Closed.class,
			State.Standby.class);

	/** What a subscriber was told and does. */
	enum Subscriber {

		ABSENT, IDLE, TOLD, IN_CONNECTED, IN_DISCONNECTED, TOLD_OF_EARLIER, IN_EARLIER

	}

	private final EndpointPolicy policy;

	private final boolean exclusive;

	private final Machine<Long> machine;

	State<Long> state = Machine.initial(0);

	private boolean permitHeld;

	/** Whether {@code open} of the current attempt has been called and not returned. */
	private boolean open;

	/** Attempts that were left, whose {@code open} has not returned. */
	private List<Long> strays = List.of();

	/** Connections whose {@code close} has not returned, and whether it was called. */
	private final Map<Long, Boolean> closings = new TreeMap<>();

	private @Nullable Deadline timer;

	private boolean released;

	private boolean drainedDelivered;

	private boolean stopAwaited;

	private boolean outageOpen;

	private boolean hourPassed;

	private final Subscriber[] subscribers;

	World(Duration stableAfter, EndpointPolicy policy, boolean exclusive) {
		this.policy = policy;
		this.exclusive = exclusive;
		this.machine = new Machine<>(ConnectionSettings.builder()
			.backoff(1, Duration.ofSeconds(30), 0)
			.maxAttempts(MAX_ATTEMPTS)
			.stableAfter(stableAfter)
			.build(), policy, exclusive);
		this.subscribers = new Subscriber[SUBSCRIBERS];
		Arrays.fill(this.subscribers, Subscriber.ABSENT);
	}

	private World(World other) {
		this.policy = other.policy;
		this.exclusive = other.exclusive;
		this.machine = other.machine;
		this.state = other.state;
		this.permitHeld = other.permitHeld;
		this.open = other.open;
		this.strays = other.strays;
		this.closings.putAll(other.closings);
		this.timer = other.timer;
		this.released = other.released;
		this.drainedDelivered = other.drainedDelivered;
		this.stopAwaited = other.stopAwaited;
		this.outageOpen = other.outageOpen;
		this.subscribers = other.subscribers.clone();
	}

	/**
	 * Returns the kinds of states that there are.
	 */
	List<Class<?>> kinds() {
		return this.exclusive ? KINDS : KINDS.subList(0, KINDS.size() - 1);
	}

	/**
	 * Returns what tells this world from others.
	 */
	String key() {
		StringBuilder key = new StringBuilder();
		key.append((char) ('A' + KINDS.indexOf(this.state.getClass())));
		if (this.state instanceof State.Stopping<Long> stopping) {
			key.append(stopping.next().ordinal());
		}
		key.append(',').append(this.state.progress().consecutiveFailures()).append(this.permitHeld ? 'p' : '-');
		key.append((this.state.progress().token() != null) ? 't' : '-');
		key.append(this.open ? 'o' : '-').append(this.strays.size()).append(this.released ? 'r' : '-');
		key.append(this.drainedDelivered ? 'd' : '-').append(this.stopAwaited ? 's' : '-');
		key.append(this.outageOpen ? 'u' : '-').append((this.timer != null) ? this.timer.purpose().ordinal() : -1);
		key.append(this.closings.containsKey(current()) ? 'c' : '-');
		key.append(this.closings.values().stream().filter((called) -> called).count()).append('/');
		key.append(this.closings.size()).append('/').append(this.state.progress().attempt() > 0);
		Subscriber[] sorted = this.subscribers.clone();
		Arrays.sort(sorted);
		for (Subscriber subscriber : sorted) {
			key.append(subscriber.ordinal());
		}
		return key.toString();
	}

	private long current() {
		return this.state.progress().generation();
	}

	// What can happen

	List<World> next() {
		List<World> next = new ArrayList<>();
		happens(next, (world) -> world.feed(new Input.Start<>()));
		happens(next, (world) -> world.feed(new Input.Reconnect<>()));
		happens(next, (world) -> world.stop(new Input.Stop<>()));
		happens(next, (world) -> world.stop(new Input.Close<>()));
		happens(next, (world) -> world.feed(new Input.PermitGranted<>(current())));
		happens(next, World::callOpen);
		happens(next, (world) -> world.feed(new Input.Ready<>(current())));
		happens(next, (world) -> world.feed(new Input.Lost<>(current(), FAILURE)));
		if (this.open) {
			happens(next, (world) -> world.finishOpen(new Input.Returned<>(current(), current())));
			happens(next, (world) -> world.finishOpen(new Input.Failed<>(current(), FAILURE)));
		}
		claim(next);
		strays(next);
		closings(next);
		if (this.timer != null) {
			happens(next, World::fireTimer);
		}
		for (int i = 0; i < SUBSCRIBERS; i++) {
			subscriber(i, next);
		}
		if (drainedIsDue()) {
			happens(next, World::deliverDrained);
		}
		return next;
	}

	private void happens(List<World> next, Consumer<World> event) {
		World world = new World(this);
		event.accept(world);
		if (world.strays.size() <= STRAYS && world.closings.size() <= CLOSINGS) {
			next.add(world);
		}
	}

	/** What the group may decide at any time, and what it has decided long ago. */
	private void claim(List<World> next) {
		for (Input<Long> input : List.<Input<Long>>of(new Input.Granted<>(TOKEN), new Input.HandOver<>(TOKEN),
				new Input.LeaseLost<>(TOKEN, LEASE), new Input.HandOver<>(TOKEN - 1),
				new Input.LeaseLost<>(TOKEN - 1, LEASE))) {
			happens(next, (world) -> world.feed(input));
		}
	}

	private void callOpen() {
		State<Long> before = this.state;
		feed(new Input.OpenCalled<>(current()));
		if (this.state != before) {
			this.open = true;
		}
	}

	private void finishOpen(Input<Long> outcome) {
		this.open = false;
		feed(outcome);
	}

	private void strays(List<World> next) {
		long stale = current() - 1;
		if (stale >= 1) {
			for (Input<Long> signal : List.<Input<Long>>of(new Input.PermitGranted<>(stale), new Input.Ready<>(stale),
					new Input.OpenCalled<>(stale), new Input.Lost<>(stale, FAILURE),
					new Input.TimedOut<>(stale, FAILURE), new Input.RetryDue<>(stale), new Input.StableReached<>(stale),
					new Input.Drained<>(stale), new Input.CloseGraceOver<>(stale), new Input.DrainExpired<>(stale))) {
				happens(next, (world) -> world.feed(signal));
			}
		}
		if (!this.strays.isEmpty()) {
			long stray = this.strays.get(0);
			happens(next, (world) -> world.strayEnds(new Input.Returned<>(stray, stray)));
			happens(next, (world) -> world.strayEnds(new Input.Failed<>(stray, FAILURE)));
		}
	}

	private void strayEnds(Input<Long> outcome) {
		this.strays = this.strays.subList(1, this.strays.size());
		feed(outcome);
	}

	private void closings(List<World> next) {
		this.closings.forEach((generation, called) -> {
			if (called) {
				happens(next, (world) -> world.closeReturns(generation));
			}
			else {
				happens(next, (world) -> world.callClose(generation));
			}
		});
	}

	private void callClose(long generation) {
		this.closings.put(generation, true);
		feed(new Input.CloseCalled<>(generation));
	}

	private void closeReturns(long generation) {
		this.closings.remove(generation);
		feed(new Input.CloseReturned<>(generation));
	}

	private void fireTimer() {
		Deadline deadline = this.timer;
		if (deadline == null) {
			throw broken("a timer is set");
		}
		this.hourPassed = this.state instanceof State.AwaitingReturn;
		feed(switch (deadline.purpose()) {
			case TIMEOUT -> new Input.TimedOut<>(current(), FAILURE);
			case RETRY -> new Input.RetryDue<>(current());
			case DRAIN -> new Input.DrainExpired<>(current());
			case STABLE -> new Input.StableReached<>(current());
			case CLOSE_GRACE -> new Input.CloseGraceOver<>(current());
		});
		this.hourPassed = false;
	}

	private void subscriber(int i, List<World> next) {
		switch (this.subscribers[i]) {
			case ABSENT -> happens(next, (world) -> world.subscribers[i] = Subscriber.IDLE);
			case IDLE -> {
				happens(next, (world) -> world.subscribers[i] = Subscriber.ABSENT);
				// It may have looked just before the end, and still find it held.
				if (this.state instanceof State.Connected
						|| this.state instanceof State.Stopping && !this.drainedDelivered && !drainedIsDue()) {
					happens(next, (world) -> world.subscribers[i] = Subscriber.IN_CONNECTED);
				}
			}
			case IN_CONNECTED -> happens(next, (world) -> world.subscribers[i] = Subscriber.TOLD);
			case TOLD -> {
				happens(next, (world) -> world.subscribers[i] = Subscriber.ABSENT);
				if (!(this.state instanceof State.Connected)) {
					happens(next, (world) -> world.subscribers[i] = Subscriber.IN_DISCONNECTED);
				}
			}
			case IN_DISCONNECTED -> happens(next, (world) -> world.subscribers[i] = Subscriber.IDLE);
			case TOLD_OF_EARLIER -> happens(next, (world) -> world.subscribers[i] = Subscriber.IN_EARLIER);
			case IN_EARLIER -> happens(next, (world) -> world.subscribers[i] = Subscriber.IDLE);
		}
	}

	private boolean drainedIsDue() {
		return this.released && !this.drainedDelivered
				&& Arrays.stream(this.subscribers)
					.noneMatch((subscriber) -> subscriber == Subscriber.TOLD || subscriber == Subscriber.IN_CONNECTED
							|| subscriber == Subscriber.IN_DISCONNECTED);
	}

	private void deliverDrained() {
		this.drainedDelivered = true;
		feed(new Input.Drained<>(current()));
	}

	private void stop(Input<Long> input) {
		this.stopAwaited = true;
		feed(input);
	}

	// What must be true

	private void feed(Input<Long> input) {
		State<Long> before = this.state;
		Step<Long> step = this.machine.step(before, input, 0, () -> 0);
		boolean wasOpen = this.open;
		this.state = step.next();
		List<Long> owned = new ArrayList<>(owned(before));
		if (input instanceof Input.Returned<Long> returned) {
			owned.add(returned.connection());
		}
		boolean idle = before instanceof State.Closed
				|| input instanceof Input.Signal<Long> signal && signal.generation() != before.progress().generation();
		int announced = 0;
		for (Effect<Long> effect : step.effects()) {
			if (effect instanceof Announce<Long> announce) {
				announced++;
				if (announce.from() != before.publicState() || announce.to() != this.state.publicState()) {
					throw broken("announced as it is: " + announce);
				}
			}
			carryOut(effect, owned, wasOpen);
		}
		if (announced != ((before.publicState() != this.state.publicState()) ? 1 : 0)) {
			throw broken("each change is announced once");
		}
		if (idle && !(before instanceof State.AwaitingReturn) && this.state.getClass() != before.getClass()) {
			throw broken("a stale signal, or anything after the end, changes nothing");
		}
		checkEndpoint(before);
		checkToken(before, input);
		check(before, owned);
	}

	private void checkToken(State<Long> before, Input<Long> input) {
		Long then = before.progress().token();
		Long now = this.state.progress().token();
		if (now != null && !now.equals(then)
				&& !(input instanceof Input.Granted && before instanceof State.Standby && this.exclusive)) {
			throw broken("a token is accepted when it is granted to one that stands by, and not otherwise");
		}
		boolean wanting = this.state instanceof State.Connecting || this.state instanceof State.Connected
				|| this.state instanceof State.AwaitingRetry;
		if (wanting && (now != null) != this.exclusive) {
			throw broken("an exclusive connection is opened and kept with a token, and no other has one");
		}
		if (!wanting && now != null && !(this.state instanceof State.Stopping)) {
			throw broken("a token is given back when nothing is wanted");
		}
		if (then != null && input instanceof Input.LeaseLost<Long> lost && lost.token() == then
				&& (now != null || this.open || !owned(this.state).isEmpty() || mayReturn(this.state))) {
			throw broken("when the lease is lost, everything is closed or abandoned at once");
		}
		if (then != null && input instanceof Input.HandOver<Long> handOver && handOver.token() == then
				&& (wanting || mayReturn(this.state))) {
			throw broken("what is handed over is given up, and does not come back");
		}
		if (input instanceof Input.HandOver<Long> handOver && !Long.valueOf(handOver.token()).equals(then)
				|| input instanceof Input.LeaseLost<Long> lost && !Long.valueOf(lost.token()).equals(then)) {
			if (this.state != before) {
				throw broken("what applies to another token changes nothing");
			}
		}
	}

	private static boolean mayReturn(State<Long> state) {
		return state instanceof State.Stopping<Long> stopping
				&& (stopping.next() == Next.START || stopping.next() == Next.RETRY);
	}

	/**
	 * The next one after a failure or a flap; the first one after a stable connection.
	 */
	private void checkEndpoint(State<Long> before) {
		RetryProgress then = before.progress();
		RetryProgress now = this.state.progress();
		int setbacks = now.failures() - then.failures() + now.flaps() - then.flaps();
		boolean stableEnded = before instanceof State.Connected && !(this.state instanceof State.Connected)
				&& setbacks == 0;
		int expected = (stableEnded && this.policy == EndpointPolicy.ORDERED) ? 0 : then.endpoint() + setbacks;
		if (setbacks > 1 || now.endpoint() != expected) {
			throw broken("an attempt takes the next endpoint after a failure or a flap, and not otherwise");
		}
	}

	private void carryOut(Effect<Long> effect, List<Long> owned, boolean wasOpen) {
		if (effect instanceof RequestPermit<Long>) {
			if (this.permitHeld) {
				throw broken("one permit an attempt");
			}
			if (this.closings.containsValue(false)) {
				throw broken("an attempt begins when every connection before it was told to close");
			}
			if (!this.hourPassed && this.strays.size() >= OutstandingCalls.MAX_ABANDONED
					&& this.state.progress().calls().abandonedOpens().size() < this.strays.size()) {
				throw broken("abandoned calls are counted");
			}
			this.permitHeld = true;
		}
		else if (effect instanceof CallOpen && !this.permitHeld) {
			throw broken("open is called with a permit");
		}
		else if (effect instanceof EndAttempt) {
			if (!this.permitHeld) {
				throw broken("a permit is given back once");
			}
			this.permitHeld = false;
			if (wasOpen && this.open) {
				List<Long> longer = new ArrayList<>(this.strays);
				longer.add(current());
				this.strays = List.copyOf(longer);
				this.open = false;
			}
		}
		else if (effect instanceof CloseConnection<Long> close) {
			if (!owned.remove(close.connection()) || this.closings.put(close.connection(), false) != null) {
				throw broken("each connection is closed exactly once: " + close);
			}
		}
		else if (effect instanceof SetTimer<Long> set) {
			if (this.timer != null) {
				throw broken("at most one timer");
			}
			this.timer = set.deadline();
		}
		else if (effect instanceof CancelTimer) {
			if (this.timer == null) {
				throw broken("only what is set is cancelled");
			}
			this.timer = null;
		}
		else if (effect instanceof EndOutage) {
			if (!this.outageOpen) {
				throw broken("an outage ends once");
			}
			this.outageOpen = false;
		}
		else if (effect instanceof ReleaseConnection) {
			this.released = true;
			this.drainedDelivered = false;
		}
		else if (effect instanceof CompleteStops) {
			this.stopAwaited = false;
		}
	}

	private void check(State<Long> before, List<Long> owned) {
		if (!owned.equals(owned(this.state))) {
			throw broken("every connection is closed or owned: " + owned);
		}
		boolean fired = this.timer != null && this.state.deadline() == null;
		if (fired || this.state.deadline() != null && !this.state.deadline().equals(this.timer)) {
			throw broken("a timer is set exactly where a state has a deadline");
		}
		boolean holding = this.state instanceof State.Connecting && !(this.state instanceof State.AwaitingClose);
		if (holding != this.permitHeld) {
			throw broken("an attempt has its permit, or its place, exactly while it is under way");
		}
		boolean running = this.state instanceof State.Attempting<Long> attempting && attempting.isOpenRunning();
		if (running && !this.open && !(before instanceof State.AwaitingWorker)) {
			throw broken("an attempt whose open has returned knows it");
		}
		if (this.state.progress().calls().abandonedOpens().size() != this.strays.size()) {
			throw broken("abandoned calls of open are counted");
		}
		if (this.state.progress().calls().closings().size() != this.closings.size()) {
			throw broken("closings are counted");
		}
		this.outageOpen |= this.state.progress().outageSince().isPresent();
		if (this.outageOpen != this.state.progress().outageSince().isPresent()) {
			throw broken("an outage that is over is announced");
		}
		boolean stopped = this.state instanceof State.Stopped || this.state instanceof State.Closed
				|| this.state instanceof State.Standby;
		if (stopped && this.stopAwaited) {
			throw broken("the stage of a stop is completed when the stop is done");
		}
		if (this.state.publicState() == ConnectionState.CLOSED && before.publicState() == ConnectionState.CONNECTED) {
			throw broken("a connection in use is not closed under its users");
		}
		if (before instanceof State.Stopping && !(this.state instanceof State.Stopping)) {
			this.released = false;
		}
		if (!(this.state instanceof State.Connected || this.state instanceof State.Stopping)) {
			for (int i = 0; i < SUBSCRIBERS; i++) {
				this.subscribers[i] = switch (this.subscribers[i]) {
					case TOLD, IN_CONNECTED -> Subscriber.TOLD_OF_EARLIER;
					case IN_DISCONNECTED -> Subscriber.IN_EARLIER;
					default -> this.subscribers[i];
				};
			}
		}
	}

	private static List<Long> owned(State<Long> state) {
		if (state instanceof State.Opened<Long> opened) {
			return List.of(opened.connection());
		}
		if (state instanceof State.Connected<Long> connected) {
			return List.of(connected.connection());
		}
		return (state instanceof State.Draining<Long> draining) ? List.of(draining.connection()) : List.of();
	}

	private AssertionError broken(String invariant) {
		return new AssertionError("Broken: " + invariant + "\nin " + this);
	}

	// What must come

	/**
	 * Lets time pass while the peer is up, subscribers do their work, calls return and no
	 * user interferes: that must lead to where it should.
	 */
	void checkThatItFindsItsWay() {
		World world = new World(this);
		for (int i = 0; i < 30; i++) {
			if (world.isAtRest()) {
				return;
			}
			world.proceed();
		}
		throw broken("once time passes and the peer is up, CONNECTED is reached");
	}

	private boolean isAtRest() {
		return this.state instanceof State.Connected || this.state instanceof State.Stopped
				|| this.state instanceof State.Suspended || this.state instanceof State.Closed;
	}

	private void proceed() {
		if (this.closings.containsValue(false)) {
			callClose(this.closings.entrySet()
				.stream()
				.filter((it) -> !it.getValue())
				.findFirst()
				.orElseThrow()
				.getKey());
		}
		else if (this.state instanceof State.Standby) {
			feed(new Input.Granted<>(TOKEN));
		}
		else if (this.state instanceof State.AwaitingPermit) {
			feed(new Input.PermitGranted<>(current()));
		}
		else if (this.state instanceof State.AwaitingWorker) {
			callOpen();
		}
		else if (this.open) {
			finishOpen(new Input.Returned<>(current(), current()));
		}
		else if (this.state instanceof State.Opened) {
			feed(new Input.Ready<>(current()));
		}
		else {
			fireTimer();
		}
	}

	@Override
	public String toString() {
		return "%s, permit %s, open %s, strays %s, closings %s, timer %s, subscribers %s".formatted(this.state,
				this.permitHeld, this.open, this.strays, this.closings, this.timer, Arrays.toString(this.subscribers));
	}

}
