package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.testing.InMemoryCoordinationStore;

/**
 * A replica with a clock of its own speed, whose managers open and close connections of
 * the {@link SimulatedPeer}. It does what the shell of a group does.
 */
class SimulatedReplica {

	final SimulatedTime time;

	final SimulatedNetwork network;

	private final InMemoryCoordinationStore store;

	private final SimulatedPeer peer;

	private final Fate fate;

	private final double rate;

	private final long offset;

	/** How much the wall clock was set forward or back. */
	long wallError;

	private final ExclusiveSettings settings;

	private final GroupKeys keys = new GroupKeys("group");

	final Replica replica;

	private final Map<String, Manager> managers = new LinkedHashMap<>();

	/** Managers that were built again under the same name. */
	private final List<Manager> former = new ArrayList<>();

	/** What is done after a freeze. */
	private final List<Runnable> postponed = new ArrayList<>();

	private boolean frozen;

	/** Whether a freeze may have kept connections open for longer than the margin. */
	private boolean excused;

	private boolean dead;

	private boolean passRequested;

	private long wakeNumber;

	private long term;

	final Map<String, Integer> cuts = new HashMap<>();

	SimulatedReplica(String name, ExclusiveSettings settings, SimulatedTime time, InMemoryCoordinationStore store,
			SimulatedPeer peer, Fate fate, double rate, int[] incarnations) {
		this.time = time;
		this.network = new SimulatedNetwork(time, fate);
		this.store = store;
		this.peer = peer;
		this.fate = fate;
		this.rate = rate;
		this.offset = fate.tickerOffset();
		this.settings = settings;
		this.replica = new Replica(settings, "group", name, () -> "i" + incarnations[0]++, SimulatedTime.SECOND, now());
		this.replica.watching(true);
		store.watch(this.keys.claims(), (key) -> time.after(fate.hintDelay(), () -> run(() -> {
			this.replica.hint();
			requestPass();
		})));
	}

	Moment now() {
		long local = this.offset + (long) (this.time.now() * this.rate);
		return new Moment(local, local + this.wallError);
	}

	/** Runs something now, or after the freeze, or never. */
	private void run(Runnable action) {
		if (this.dead) {
			return;
		}
		if (this.frozen) {
			this.postponed.add(action);
		}
		else {
			action.run();
		}
	}

	void start(String connection) {
		Manager manager = new Manager(connection, 0);
		this.managers.put(connection, manager);
		manager.wanted = true;
		requestPass();
	}

	void stop() {
		this.replica.leave(now());
		pass();
		for (Manager manager : this.managers.values()) {
			manager.wanted = false;
			manager.giveUp(true);
		}
		this.replica.close();
		pass();
	}

	/** Closes a manager, and builds and starts it again at once. */
	void rebuild(String connection) {
		if (this.managers.containsKey(connection) && !this.frozen) {
			remove(connection);
			start(connection);
		}
	}

	/** Closes a manager for good. */
	void remove(String connection) {
		Manager manager = this.managers.get(connection);
		if (manager != null && !this.frozen) {
			this.managers.remove(connection);
			this.former.add(manager);
			manager.wanted = false;
			manager.giveUp(true);
			this.replica.retire(manager.claim);
			requestPass();
		}
	}

	void startIfMissing(String connection) {
		if (!this.managers.containsKey(connection)) {
			start(connection);
		}
	}

	boolean wants(String connection) {
		Manager manager = this.managers.get(connection);
		return manager != null && manager.wanted && !this.dead;
	}

	private List<Manager> all() {
		this.former.removeIf((manager) -> !this.replica.has(manager.claim) && manager.isOver());
		List<Manager> all = new ArrayList<>(this.former);
		all.addAll(this.managers.values());
		return all;
	}

	/** Hands a connection over, if this replica has it. */
	void handOver(String connection) {
		Manager manager = this.managers.get(connection);
		if (manager != null && !this.dead && !this.frozen) {
			this.replica.use(manager.claim, manager.use());
			this.replica.handOver(manager.claim);
			requestPass();
		}
	}

	void kill() {
		this.dead = true;
		for (Manager manager : all()) {
			manager.vanish();
		}
	}

	void freeze(long nanos) {
		if (this.frozen || this.dead) {
			return;
		}
		this.frozen = true;
		// By any clock, others wait at least for so long after the end of the lease.
		this.excused |= nanos > this.settings.safetyMargin().toNanos() / 4;
		this.time.after(nanos, () -> {
			this.frozen = false;
			List<Runnable> actions = new ArrayList<>(this.postponed);
			this.postponed.clear();
			this.fate.reorder(actions);
			actions.forEach(this::run);
			pass();
			this.time.after(SimulatedTime.SECOND, () -> this.excused &= this.frozen);
		});
	}

	boolean isExcused() {
		return this.excused;
	}

	boolean isDead() {
		return this.dead;
	}

	int held() {
		return (int) this.managers.values().stream().filter((manager) -> manager.session != null).count();
	}

	/** Makes a pass soon: what many managers report is seen by one. */
	private void requestPass() {
		if (!this.passRequested) {
			this.passRequested = true;
			this.time.after(SimulatedTime.MILLI, () -> run(this::pass));
		}
	}

	void pass() {
		if (this.dead || this.frozen) {
			return;
		}
		this.passRequested = false;
		all().forEach((manager) -> this.replica.use(manager.claim, manager.use()));
		List<Instruction> instructions = this.replica.decide(now());
		if (this.replica.lease().term() != this.term) {
			// A close that hangs cannot be waited for when the lease has ended.
			this.term = this.replica.lease().term();
			all().forEach(Manager::lapsed);
		}
		instructions.forEach(this::carryOut);
	}

	private void carryOut(Instruction instruction) {
		if (instruction instanceof Instruction.Renew renew) {
			Moment sent = now();
			this.network.<Result>call(() -> this.store.apply(List.of(renew.change())).get(0),
					local(this.settings.renewInterval().toNanos()), (result) -> run(() -> {
						this.replica.renewed(renew.change(), result, countsFrom(sent), now());
						pass();
					}));
		}
		else if (instruction instanceof Instruction.Look look) {
			this.network.<Map<String, Entry>>call(
					() -> this.store.list(look.all() ? this.keys.all() : this.keys.members()),
					local(3 * SimulatedTime.SECOND), (entries) -> run(() -> {
						this.replica.looked(entries, now());
						pass();
					}));
		}
		else if (instruction instanceof Instruction.Apply apply) {
			this.network.<List<Result>>call(() -> this.store.apply(changes(apply.changes())),
					local(3 * SimulatedTime.SECOND), (results) -> run(() -> {
						this.replica.applied(results, now());
						pass();
					}));
		}
		else if (instruction instanceof Instruction.Wake wake && hasTimer()) {
			this.wakeNumber++;
			long number = this.wakeNumber;
			this.time.after(trueDelay(wake.at() - now().ticker()), () -> run(() -> {
				if (this.wakeNumber == number) {
					pass();
				}
			}));
		}
		else if (instruction instanceof Instruction.Notify notify) {
			all().stream()
				.filter((manager) -> manager.claim == notify.claim())
				.forEach((manager) -> this.time.after(0, () -> run(manager::claimChanged)));
		}
	}

	// What a replica that takes a shortcut does differently

	/** When a renewal counts as sent that was answered now. */
	Moment countsFrom(Moment sent) {
		return sent;
	}

	/** Whether there is a timer that does not depend on the store. */
	boolean hasTimer() {
		return true;
	}

	/** Changes claims. */
	List<Change> changes(List<Change> changes) {
		return changes;
	}

	/** Whether a release waits until nothing may be open. */
	boolean waitsForClose() {
		return true;
	}

	private long local(long nanos) {
		return trueDelay(nanos);
	}

	private long trueDelay(long localNanos) {
		return (long) Math.ceil(localNanos / this.rate);
	}

	/** A manager of a connection. */
	final class Manager {

		final String connection;

		final OwnClaim claim;

		boolean wanted;

		private long token;

		private int closing;

		private final List<SimulatedPeer.Session> closingSessions = new ArrayList<>();

		private int opening;

		private SimulatedPeer.@Nullable Session session;

		Manager(String connection, long yieldAfter) {
			this.connection = connection;
			this.claim = SimulatedReplica.this.replica.add(connection, yieldAfter);
		}

		Use use() {
			boolean mayBeOpen = this.session != null || this.opening > 0 || this.closing > 0;
			return new Use(this.wanted, this.token, mayBeOpen && waitsForClose(), false, 0);
		}

		boolean isOver() {
			return this.session == null && this.opening == 0 && this.closing == 0;
		}

		void claimChanged() {
			if (this.claim.phase() == OwnClaim.Phase.HELD && this.token == 0 && this.wanted) {
				this.token = this.claim.token();
				open(this.token);
			}
			else if (this.claim.phase() != OwnClaim.Phase.HELD && this.token != 0) {
				giveUp(this.claim.phase() == OwnClaim.Phase.LETTING_GO);
			}
			requestPass();
		}

		private void open(long token) {
			this.opening++;
			SimulatedReplica.this.time.after(SimulatedReplica.this.fate.openingTime(), () -> run(() -> opened(token)));
		}

		private void opened(long token) {
			this.opening--;
			if (this.token == token && SimulatedReplica.this.replica.lease().isValid(now())
					&& this.claim.phase() == OwnClaim.Phase.HELD) {
				this.session = SimulatedReplica.this.peer.open(this.connection, SimulatedReplica.this, token);
			}
			requestPass();
		}

		/** Gives the connection up, orderly or at once. */
		void giveUp(boolean orderly) {
			this.token = 0;
			SimulatedPeer.Session session = this.session;
			this.session = null;
			if (session != null) {
				SimulatedReplica.this.cuts.merge(this.connection, 1, Integer::sum);
				this.closing++;
				this.closingSessions.add(session);
				if (!orderly) {
					lapsed();
				}
				SimulatedReplica.this.time.after(SimulatedReplica.this.fate.closingTime(), () -> {
					SimulatedReplica.this.peer.close(this.connection, session);
					run(() -> {
						this.closing--;
						requestPass();
					});
				});
			}
		}

		void lapsed() {
			this.closingSessions.forEach((session) -> SimulatedReplica.this.peer.close(this.connection, session));
			this.closingSessions.clear();
		}

		void vanish() {
			lapsed();
			SimulatedPeer.Session session = this.session;
			if (session != null) {
				SimulatedReplica.this.peer.close(this.connection, session);
				SimulatedReplica.this.cuts.merge(this.connection, 1, Integer::sum);
			}
		}

	}

}
