package io.connectionmanager.engine;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.connectionmanager.ConnectionRuntime;

/**
 * What a manager gets of the world.
 *
 * @param worker runs what may block
 * @param timer runs what is due
 * @param ticker measures durations
 * @param clock shows moments
 * @param random stretches delays
 * @param limit lets attempts begin
 * @param owned what ends with this runtime
 */
record EngineRuntime(Executor worker, Timer timer, LongSupplier ticker, Clock clock, DoubleSupplier random,
		ConnectLimit limit, List<Runnable> owned) implements ConnectionRuntime {

	static EngineRuntime of(ConnectionRuntime runtime) {
		if (runtime instanceof EngineRuntime engineRuntime) {
			return engineRuntime;
		}
		throw new IllegalArgumentException("runtime must come from ConnectionRuntime.builder() or shared(), but is "
				+ runtime.getClass().getName());
	}

	/**
	 * Runs something on a worker; where there is none to be had, here: better on this
	 * thread than never.
	 * @param task what must not be lost
	 */
	void execute(Runnable task) {
		try {
			this.worker.execute(task);
		}
		catch (Throwable ex) {
			ManagedConnection.logger.debug("No worker for {}", task, ex);
			task.run();
		}
	}

	EngineRuntime withoutOwned() {
		return new EngineRuntime(this.worker, this.timer, this.ticker, this.clock, this.random, this.limit, List.of());
	}

	@Override
	public void close() {
		this.owned.forEach(Runnable::run);
	}

}
