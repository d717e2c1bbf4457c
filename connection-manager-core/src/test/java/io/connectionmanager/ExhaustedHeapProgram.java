package io.connectionmanager;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Two hundred managers while the heap is full. A quarter of them waits for its next
 * attempt when that begins, a quarter is connecting, a quarter is connected and lost
 * meanwhile, and a quarter is connected and stays so. Run by {@link ExhaustedHeapTests}.
 */
public final class ExhaustedHeapProgram {

	private static final int MANAGERS = 200;

	private static final long FULL = TimeUnit.SECONDS.toNanos(6);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private ExhaustedHeapProgram() {
	}

	/**
	 * Runs the program.
	 * @param arguments {@code idle} to have the threads of the runtime end before
	 */
	public static void main(String[] arguments) throws InterruptedException {
		List<Subject> subjects = IntStream.range(0, MANAGERS).mapToObj(Subject::new).toList();
		subjects.forEach((subject) -> subject.manager.start());
		await(subjects, Subject::isWell);
		// What is done here once works, and has loaded its classes.
		subjects.forEach(Subject::lose);
		await(subjects, Subject::isWell);
		if (arguments.length > 0) {
			ChildJvm.awaitIdle(PATIENCE);
		}
		subjects.forEach(Subject::prepare);
		ChildJvm.report("the heap was full", fillHeap(subjects));
		subjects.forEach(Subject::recover);
		subjects.forEach(Subject::loseIfNotLost);
		report("connected again", subjects, Subject::isConnected);
		report("told what is true", subjects, Subject::isWell);
		subjects.forEach(Subject::lose);
		report("connected after another loss", subjects, Subject::isConnected);
		report("told what is true after another loss", subjects, Subject::isWell);
		subjects.forEach((subject) -> subject.manager.close());
		report("closed", subjects, Subject::isClosed);
		ChildJvm.report("violations", subjects.stream().flatMap(Subject::violations).distinct().toList());
		ChildJvm.end();
	}

	/**
	 * Reports of how many something is true, and goes on if it is of all.
	 */
	private static void report(String key, List<Subject> subjects, Predicate<Subject> condition) {
		String result = await(subjects, condition);
		ChildJvm.report(key, result);
		if (!result.startsWith(MANAGERS + " ")) {
			ChildJvm.report("not " + key,
					subjects.stream().filter(condition.negate()).map((subject) -> subject.manager.snapshot()).toList());
			ChildJvm.end();
		}
	}

	/**
	 * Awaits that something is true of all.
	 * @return of how many it was in the end
	 */
	private static String await(List<Subject> subjects, Predicate<Subject> condition) {
		int failed = ChildJvm.await(subjects, condition, PATIENCE).size();
		return subjects.size() - failed + " of " + subjects.size();
	}

	/**
	 * Keeps the heap full for a while: what others let go of is taken again.
	 * @return whether it was
	 */
	private static boolean fillHeap(List<Subject> subjects) throws InterruptedException {
		Object[] hoard = null;
		boolean full = false;
		long end = System.nanoTime() + FULL;
		int lost = 0;
		while (System.nanoTime() < end) {
			int size = 1 << 18;
			while (size > 1) {
				try {
					Object[] more = new Object[size];
					more[0] = hoard;
					hoard = more;
				}
				catch (OutOfMemoryError ex) {
					full = true;
					size >>= 1;
				}
			}
			if (lost < subjects.size()) {
				Subject subject = subjects.get(lost++);
				subject.loseIfToBeLost();
			}
			Thread.sleep(1);
		}
		return full & hoard != null;
	}

	/**
	 * A manager, what it connects to and who uses it. It allocates as little as it can: a
	 * failure in here would be its own.
	 */
	private static final class Subject implements Connector<Object[]>, ConnectionSubscriber<Object[]> {

		private final int number;

		private final ConnectionManager<Object[]> manager;

		private final AtomicInteger overlapping = new AtomicInteger();

		private volatile @Nullable ConnectionAttempt attempt;

		private volatile boolean refusing;

		private volatile boolean hanging;

		/** What is to be lost while the heap is full, and was not yet. */
		private volatile Object @Nullable [] toBeLost;

		private volatile Object @Nullable [] used;

		private volatile @Nullable String violation;

		private Subject(int number) {
			this.number = number;
			this.manager = ConnectionManager.builder("connection-" + number, this)
				.timeout(Duration.ofSeconds(2))
				.reconnectAfter(Duration.ofMillis(100))
				.subscriber(this)
				.build();
		}

		@Override
		public Object[] open(ConnectionAttempt attempt) {
			if (this.refusing) {
				throw new IllegalStateException();
			}
			while (this.hanging) {
				try {
					Thread.sleep(5);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			Object[] connection = { attempt };
			this.attempt = attempt;
			attempt.connected();
			return connection;
		}

		@Override
		public void close(Object[] connection) {
			if (connection[0] == null) {
				this.violation = "closed twice";
			}
			connection[0] = null;
		}

		@Override
		public void connected(Object[] connection) {
			enter();
			if (this.used != null) {
				this.violation = "connected twice";
			}
			this.used = connection;
			this.overlapping.decrementAndGet();
		}

		@Override
		public void disconnected(Object[] connection, @Nullable Throwable cause) {
			enter();
			if (this.used != connection) {
				this.violation = "disconnected without connected";
			}
			this.used = null;
			this.overlapping.decrementAndGet();
		}

		private void enter() {
			if (this.overlapping.getAndIncrement() != 0) {
				this.violation = "calls overlap";
			}
		}

		/** Has half of the managers go through attempts. */
		private void prepare() {
			this.refusing = this.number % 4 == 0;
			this.hanging = this.number % 4 == 1;
			if (this.number % 4 < 2) {
				lose();
			}
			else if (this.number % 4 == 2) {
				this.toBeLost = this.manager.connection().orElse(null);
			}
		}

		private void recover() {
			this.refusing = false;
			this.hanging = false;
		}

		private void lose() {
			ConnectionAttempt attempt = this.attempt;
			if (attempt != null) {
				attempt.disconnected();
			}
		}

		/**
		 * Loses the connection while there is no heap. Where that throws, the connection
		 * is reported again afterwards: its connector knows that nobody has heard.
		 */
		private void loseIfToBeLost() {
			if (this.toBeLost != null) {
				try {
					lose();
					this.toBeLost = null;
				}
				catch (RuntimeException | OutOfMemoryError ex) {
					// Once more, later.
				}
			}
		}

		private void loseIfNotLost() {
			Object[] connection = this.toBeLost;
			if (connection != null) {
				this.manager.connectionLost(connection, null);
			}
		}

		private boolean isConnected() {
			Object[] connection = this.manager.connection().orElse(null);
			return this.manager.isConnected() && connection != null && connection[0] != null;
		}

		private boolean isWell() {
			return isConnected() && this.used == this.manager.connection().orElse(null);
		}

		private boolean isClosed() {
			return this.manager.snapshot().state() == ConnectionState.CLOSED && this.used == null;
		}

		private Stream<String> violations() {
			return Stream.ofNullable(this.violation);
		}

	}

}
