package io.connectionmanager;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.connectionmanager.testing.RecordingSubscriber;

/**
 * Recurses until the stack is full and, on the way back, gives a signal at every level:
 * at each of them to a manager of its own, which has that much more stack than the one
 * before. Run by {@link DeepStackTests}.
 */
public final class DeepStackProgram {

	/** From no stack at all on, each level counts. */
	private static final int LEVELS = 120;

	/** And then from time to time, until there is more than enough. */
	private static final int FURTHER_LEVELS = 50;

	private static final int STRIDE = 40;

	/** Each pass has the levels at other places of the stack. */
	private static final int PASSES = 2;

	/** So many managers are needed. */
	static final int SIGNALS = PASSES * (LEVELS + FURTHER_LEVELS);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final long STACK_BYTES = 4 << 20;

	private static final ConnectionRuntime RUNTIME = ConnectionRuntime.builder().virtualThreads(false).build();

	private final Signal signal;

	private final List<Subject> subjects;

	private DeepStackProgram(Signal signal, int levels) {
		this.signal = signal;
		this.subjects = IntStream.range(0, levels).mapToObj(Subject::new).toList();
	}

	/**
	 * Runs the program.
	 * @param arguments the signal and the level of the log
	 */
	public static void main(String[] arguments) throws Exception {
		logAt(Level.valueOf(arguments[1]));
		Signal signal = Signal.valueOf(arguments[0]);
		Subject bystander = new Subject(SIGNALS);
		bystander.manager.start();
		// What is done here with enough stack works, and has loaded its classes.
		for (Signal each : Signal.values()) {
			DeepStackProgram rehearsal = new DeepStackProgram(each, 10);
			rehearsal.prepare();
			rehearsal.subjects.forEach((subject) -> each.give(subject));
			rehearsal.check((key, failed) -> {
				if (!failed.isEmpty()) {
					throw new IllegalStateException("rehearsal of " + each + ": " + key + ": " + failed);
				}
			});
		}
		DeepStackProgram program = new DeepStackProgram(signal, SIGNALS);
		program.prepare();
		for (int pass = 0; pass < PASSES; pass++) {
			Descent descent = new Descent(signal,
					program.subjects.subList(pass * (LEVELS + FURTHER_LEVELS), (pass + 1) * (LEVELS + FURTHER_LEVELS)),
					pass);
			Thread deep = new Thread(null, descent, "deep", STACK_BYTES);
			deep.start();
			deep.join();
		}
		ChildJvm.report("signals given", program.count(Outcome.THREW) + program.count(Outcome.RETURNED));
		ChildJvm.report("signals that returned", program.count(Outcome.RETURNED));
		program.check((key, failed) -> {
			ChildJvm.report(key,
					failed.isEmpty() ? "all" : "not " + failed.size() + ": " + failed.stream().limit(3).toList());
			if (!failed.isEmpty()) {
				ChildJvm.end();
			}
		});
		bystander.lose();
		ChildJvm.report("another manager of the runtime is back",
				ChildJvm.await(List.of(bystander), Subject::isWell, PATIENCE).isEmpty() ? "all" : bystander);
		ChildJvm.end();
	}

	private static void logAt(Level level) {
		Logger logger = (Logger) LoggerFactory.getLogger(ConnectionManager.class);
		logger.setLevel(level);
		logger.setAdditive(false);
		Sink sink = new Sink();
		sink.start();
		logger.addAppender(sink);
	}

	/**
	 * Has all managers where the signal means something.
	 */
	private void prepare() {
		if (this.signal == Signal.START) {
			return;
		}
		if (this.signal == Signal.CONNECTED) {
			this.subjects.forEach((subject) -> subject.silent = true);
		}
		this.subjects.forEach((subject) -> subject.manager.start());
		ChildJvm.await(this.subjects, (this.signal == Signal.CONNECTED) ? Subject::isOpen : Subject::isWell, PATIENCE);
		this.subjects.forEach((subject) -> {
			subject.silent = false;
			subject.before = subject.manager.connection().orElse(null);
		});
	}

	private long count(Outcome outcome) {
		return this.subjects.stream().filter((subject) -> subject.outcome == outcome).count();
	}

	private void check(Check check) {
		check.accept("what returned has been done", ChildJvm.await(this.subjects, this::isDone, PATIENCE));
		check.accept("back by itself", ChildJvm.await(this.subjects, this::isBack, PATIENCE));
		this.subjects.forEach((subject) -> subject.manager.start());
		ChildJvm.await(this.subjects, Subject::isWell, PATIENCE);
		this.subjects.forEach((subject) -> {
			subject.before = subject.manager.connection().orElse(null);
			subject.manager.reconnect();
		});
		check.accept("connected anew when asked to", ChildJvm.await(this.subjects, Subject::isRenewed, PATIENCE));
		this.subjects.forEach((subject) -> {
			subject.before = subject.manager.connection().orElse(null);
			subject.lose();
		});
		check.accept("back after another loss", ChildJvm.await(this.subjects, Subject::isRenewed, PATIENCE));
		this.subjects.forEach((subject) -> subject.stopped = subject.manager.stop().toCompletableFuture());
		check.accept("stopped", ChildJvm.await(this.subjects, Subject::isStopped, PATIENCE));
		this.subjects.forEach((subject) -> subject.manager.start());
		check.accept("started", ChildJvm.await(this.subjects, Subject::isWell, PATIENCE));
		this.subjects.forEach((subject) -> subject.manager.close());
		check.accept("closed", ChildJvm.await(this.subjects, Subject::isClosed, PATIENCE));
	}

	private boolean isDone(Subject subject) {
		if (subject.outcome == Outcome.THREW) {
			return true;
		}
		return switch (this.signal) {
			case STOP -> subject.manager.snapshot().state() == ConnectionState.STOPPED;
			case START, CONNECTED -> subject.isWell();
			case DISCONNECTED, CONNECTION_LOST, RECONNECT -> subject.isRenewed();
		};
	}

	private boolean isBack(Subject subject) {
		ConnectionState state = subject.manager.snapshot().state();
		boolean mayBeStopped = this.signal == Signal.STOP || this.signal == Signal.START;
		return subject.isWell() || (mayBeStopped && state == ConnectionState.STOPPED);
	}

	/**
	 * What is signalled.
	 */
	enum Signal {

		CONNECTED, DISCONNECTED, CONNECTION_LOST, STOP, START, RECONNECT;

		private void give(Subject subject) {
			switch (this) {
				case CONNECTED -> subject.signalReady();
				case DISCONNECTED -> subject.lose();
				case CONNECTION_LOST -> subject.complain();
				case STOP -> subject.manager.stop();
				case START -> subject.manager.start();
				case RECONNECT -> subject.manager.reconnect();
			}
		}

	}

	private enum Outcome {

		NONE, RETURNED, THREW

	}

	/**
	 * Recurses to the bottom, and gives one signal a level on the way back.
	 */
	private static final class Descent implements Runnable {

		private final Signal signal;

		private final List<Subject> subjects;

		private final int shift;

		private Descent(Signal signal, List<Subject> subjects, int shift) {
			this.signal = signal;
			this.subjects = subjects;
			this.shift = shift;
		}

		@Override
		public void run() {
			shift(this.shift, 0, 0);
		}

		/** Takes a little of the stack, and not as much as a level does. */
		private long shift(int times, long left, long right) {
			return (times > 0) ? shift(times - 1, left + 1, right + left) : left + right + descend();
		}

		/**
		 * Returns the level, from 0.
		 */
		private int descend() {
			int level;
			try {
				level = descend() + 1;
			}
			catch (StackOverflowError ex) {
				level = 0;
			}
			boolean further = level >= LEVELS && level % STRIDE == 0;
			int number = further ? LEVELS + (level - LEVELS) / STRIDE : level;
			if ((level < LEVELS || further) && number < this.subjects.size()) {
				Subject subject = this.subjects.get(number);
				try {
					this.signal.give(subject);
					subject.outcome = Outcome.RETURNED;
				}
				catch (Throwable ex) {
					subject.outcome = Outcome.THREW;
				}
			}
			return level;
		}

	}

	@FunctionalInterface
	private interface Check {

		void accept(String key, List<Subject> failed);

	}

	/**
	 * A manager, what it connects to and who uses it.
	 */
	private static final class Subject implements Connector<Object> {

		private final int number;

		private final RecordingSubscriber<Object> subscriber = new RecordingSubscriber<>();

		private final ConnectionManager<Object> manager;

		private final Queue<Object> opened = new ConcurrentLinkedQueue<>();

		private final Queue<Object> closed = new ConcurrentLinkedQueue<>();

		private volatile boolean silent;

		private volatile @Nullable ConnectionAttempt attempt;

		private volatile @Nullable Object before;

		private volatile Outcome outcome = Outcome.NONE;

		private volatile @Nullable CompletableFuture<Void> stopped;

		private Subject(int number) {
			this.number = number;
			this.manager = ConnectionManager.builder("connection-" + number, this)
				.settings(ConnectionSettings.builder()
					.timeout(Duration.ofSeconds(3))
					.reconnectAfter(Duration.ofMillis(10))
					.build())
				.subscriber(this.subscriber)
				.runtime(RUNTIME)
				.build();
		}

		@Override
		public Object open(ConnectionAttempt attempt) {
			Object connection = new Object();
			this.opened.add(connection);
			this.attempt = attempt;
			if (!this.silent) {
				attempt.connected();
			}
			return connection;
		}

		@Override
		public void close(Object connection) {
			this.closed.add(connection);
		}

		private void signalReady() {
			ConnectionAttempt attempt = this.attempt;
			if (attempt != null) {
				attempt.connected();
			}
		}

		private void lose() {
			ConnectionAttempt attempt = this.attempt;
			if (attempt != null) {
				attempt.disconnected();
			}
		}

		private void complain() {
			Object connection = this.before;
			if (connection != null) {
				this.manager.connectionLost(connection, null);
			}
		}

		/** Has returned from open, and the manager knows. */
		private boolean isOpen() {
			return this.manager.connection().isPresent();
		}

		private boolean isWell() {
			Object connection = this.manager.isConnected() ? this.manager.connection().orElse(null) : null;
			List<RecordingSubscriber.Call<Object>> calls = this.subscriber.calls();
			return connection != null && !calls.isEmpty() && calls.get(calls.size() - 1).connected()
					&& calls.get(calls.size() - 1).connection() == connection;
		}

		private boolean isRenewed() {
			return isWell() && this.manager.connection().orElse(null) != this.before;
		}

		private boolean isStopped() {
			CompletableFuture<Void> stopped = this.stopped;
			return this.manager.snapshot().state() == ConnectionState.STOPPED && stopped != null && stopped.isDone();
		}

		private boolean isClosed() {
			return this.manager.snapshot().state() == ConnectionState.CLOSED && this.closed.size() == this.opened.size()
					&& Set.copyOf(this.opened).equals(Set.copyOf(this.closed));
		}

		@Override
		public String toString() {
			ConnectionSnapshot<Object> snapshot = this.manager.snapshot();
			return "number %d %s: %s, opened %d, closed %d, calls %d".formatted(this.number, this.outcome,
					snapshot.state(), this.opened.size(), this.closed.size(), this.subscriber.calls().size());
		}

	}

	/**
	 * Takes what is logged, puts it into words and forgets it.
	 */
	private static final class Sink extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			event.getFormattedMessage();
		}

	}

}
