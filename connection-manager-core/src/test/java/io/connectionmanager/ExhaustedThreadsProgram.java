package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.testing.RecordingSubscriber;

/**
 * Twenty managers on a runtime whose threads have ended, when all are lost and no thread
 * can be started. Run by {@link ExhaustedThreadsTests}.
 */
public final class ExhaustedThreadsProgram {

	private static final int MANAGERS = 20;

	/** With so many threads more, there is no limit. */
	private static final int MANY = 2_000;

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final ConnectionRuntime RUNTIME = ConnectionRuntime.builder().virtualThreads(false).build();

	private ExhaustedThreadsProgram() {
	}

	/**
	 * Runs the program.
	 * @param arguments none
	 */
	public static void main(String[] arguments) throws InterruptedException {
		List<Subject> subjects = IntStream.range(0, MANAGERS).mapToObj(Subject::new).toList();
		subjects.forEach((subject) -> subject.manager.start());
		await(subjects, Subject::isWell);
		// What is done here once works, and has loaded its classes.
		subjects.forEach(Subject::lose);
		await(subjects, Subject::isWell);
		Subject stopped = new Subject(MANAGERS);
		stopped.manager.start();
		await(List.of(stopped), Subject::isWell);
		ChildJvm.awaitIdle(PATIENCE);
		CountDownLatch release = new CountDownLatch(1);
		List<Thread> parked = new ArrayList<>();
		boolean exhausted = parkThreads(parked, release);
		subjects.forEach(Subject::lose);
		long lost = subjects.stream().filter((subject) -> !subject.manager.isConnected()).count();
		try {
			stopped.manager.stop();
		}
		catch (OutOfMemoryError ex) {
			// Nor is there one to be had for whoever stops.
		}
		ConnectionState stoppedAt = stopped.manager.snapshot().state();
		// It is the fault that lasts so long.
		Thread.sleep(3_000);
		release.countDown();
		for (Thread thread : parked) {
			thread.join();
		}
		ChildJvm.report("no thread was to be had", exhausted);
		ChildJvm.report("seen as lost at once", lost + " of " + MANAGERS);
		ChildJvm.report("stopped", stoppedAt);
		report("connected again", subjects, (subject) -> subject.manager.isConnected());
		report("told what is true", subjects, Subject::isWell);
		subjects.forEach(Subject::lose);
		report("connected after another loss", subjects, (subject) -> subject.manager.isConnected());
		report("told what is true after another loss", subjects, Subject::isWell);
		stopped.manager.start();
		await(List.of(stopped), Subject::isWell);
		ChildJvm.report("connected after the stop", stopped.isWell());
		subjects.forEach((subject) -> subject.manager.close());
		report("closed", subjects, (subject) -> subject.manager.snapshot().state() == ConnectionState.CLOSED);
		ChildJvm.end();
	}

	private static boolean parkThreads(List<Thread> parked, CountDownLatch release) {
		try {
			for (int i = 0; i < MANY; i++) {
				Thread thread = new Thread(() -> awaitUninterruptibly(release), "parked");
				thread.setDaemon(true);
				thread.start();
				parked.add(thread);
			}
			return false;
		}
		catch (OutOfMemoryError ex) {
			return true;
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void report(String key, List<Subject> subjects, Predicate<Subject> condition) {
		String result = await(subjects, condition);
		ChildJvm.report(key, result);
		if (!result.startsWith(MANAGERS + " ")) {
			ChildJvm.end();
		}
	}

	private static String await(List<Subject> subjects, Predicate<Subject> condition) {
		int failed = ChildJvm.await(subjects, condition, PATIENCE).size();
		return subjects.size() - failed + " of " + subjects.size();
	}

	/**
	 * A manager, what it connects to and who uses it.
	 */
	private static final class Subject {

		private final RecordingSubscriber<Object> subscriber = new RecordingSubscriber<>();

		private final ConnectionManager<Object> manager;

		private volatile @Nullable ConnectionAttempt attempt;

		private Subject(int number) {
			this.manager = ConnectionManager.builder("connection-" + number, Connector.blocking((attempt) -> {
				this.attempt = attempt;
				return new Object();
			}, (connection) -> {
			})).reconnectAfter(Duration.ofMillis(100)).subscriber(this.subscriber).runtime(RUNTIME).build();
		}

		private void lose() {
			ConnectionAttempt attempt = this.attempt;
			if (attempt != null) {
				try {
					attempt.disconnected();
				}
				catch (OutOfMemoryError ex) {
					// For the caller to see.
				}
			}
		}

		private boolean isWell() {
			List<RecordingSubscriber.Call<Object>> calls = this.subscriber.calls();
			return this.manager.isConnected() && !calls.isEmpty() && calls.get(calls.size() - 1).connected()
					&& calls.get(calls.size() - 1).connection() == this.manager.connection().orElse(null);
		}

	}

}
