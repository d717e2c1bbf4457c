package io.connectionmanager.engine.runtime;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * The executors that call user code, one for each kind of {@link Work}.
 *
 * @param open calls {@code open}
 * @param close calls {@code close}
 * @param probe calls keep-alive probes
 * @param notification calls subscribers and listeners
 * @param coordination calls stores on which replicas agree
 * @param handOver takes from the timer's thread what may call an executor of the
 * application, which may run a task at once
 * @param owned what ends with the runtime
 */
record Workers(Executor open, Executor close, Executor probe, Executor notification, Executor coordination,
		Executor handOver, List<ExecutorService> owned) {

	/**
	 * Returns workers of an application.
	 * @param worker calls user code
	 * @param prefix the prefix of thread names
	 * @param timer the timer of the runtime, or {@code null} if that is supplied as well
	 * @return the workers
	 */
	static Workers supplied(Executor worker, String prefix, @Nullable Timer timer) {
		if (timer == null) {
			return new Workers(worker, worker, worker, worker, worker, worker, List.of());
		}
		WorkerPool handOver = new WorkerPool(1, true, Threads.daemon(prefix + "dispatch-"), timer);
		return new Workers(worker, worker, worker, worker, worker, handOver, List.of(handOver));
	}

	/** Whether calling any of them is calling code of the application. */
	boolean areSupplied() {
		return this.handOver != this.notification;
	}

	static Workers virtual(String prefix) {
		ExecutorService open = Threads.virtual(prefix + "open-");
		ExecutorService others = Threads.virtual(prefix + "worker-");
		return new Workers(open, others, others, others, others, others, List.of(open));
	}

	static Workers platform(String prefix, int maxThreads, Timer timer) {
		WorkerPool open = new WorkerPool(maxThreads, false, Threads.daemon(prefix + "open-"), timer);
		WorkerPool close = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "close-"), timer);
		WorkerPool probe = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "probe-"), timer);
		WorkerPool notify = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "notify-"), timer);
		WorkerPool coordinate = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "coordinate-"), timer);
		return new Workers(open, close, probe, notify, coordinate, notify,
				List.of(open, close, probe, notify, coordinate));
	}

	Executor of(Work work) {
		return switch (work) {
			case OPEN -> this.open;
			case CLOSE -> this.close;
			case PROBE -> this.probe;
			case NOTIFY -> this.notification;
			case COORDINATE -> this.coordination;
		};
	}

	void exemptOpening(boolean exempt) {
		if (this.open instanceof WorkerPool pool) {
			pool.exempt(exempt);
		}
	}

	void lookAfterWaiting() {
		for (ExecutorService executor : this.owned) {
			if (executor instanceof WorkerPool pool) {
				pool.lookAfterWaiting();
			}
		}
	}

	/**
	 * Has no thread stay, and nothing be opened any more. What is still to be closed, and
	 * who is still to be notified, gets a thread for as long as that takes.
	 */
	void end() {
		for (ExecutorService executor : this.owned) {
			if (executor != this.open && executor instanceof WorkerPool pool) {
				pool.keepNoThread();
			}
			else {
				executor.shutdown();
			}
		}
	}

}
