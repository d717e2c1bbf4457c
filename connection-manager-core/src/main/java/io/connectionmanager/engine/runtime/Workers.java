package io.connectionmanager.engine.runtime;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * The executors that call user code, one for each kind of {@link Work}.
 *
 * @param open calls {@code open}
 * @param close calls {@code close}
 * @param notification calls subscribers and listeners
 * @param owned the executors that end with the runtime
 */
record Workers(Executor open, Executor close, Executor notification, List<ExecutorService> owned) {

	static Workers supplied(Executor worker) {
		return new Workers(worker, worker, worker, List.of());
	}

	static Workers virtual(String prefix) {
		ExecutorService threads = Threads.virtual(prefix + "worker-");
		return new Workers(threads, threads, threads, List.of(threads));
	}

	static Workers platform(String prefix, int maxThreads, Timer timer) {
		WorkerPool open = new WorkerPool(maxThreads, false, Threads.daemon(prefix + "open-"), timer);
		WorkerPool close = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "close-"), timer);
		WorkerPool notify = new WorkerPool(maxThreads, true, Threads.daemon(prefix + "notify-"), timer);
		return new Workers(open, close, notify, List.of(open, close, notify));
	}

	Executor of(Work work) {
		return switch (work) {
			case OPEN -> this.open;
			case CLOSE -> this.close;
			case NOTIFY -> this.notification;
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

	void shutdown() {
		this.owned.forEach(ExecutorService::shutdown);
	}

}
