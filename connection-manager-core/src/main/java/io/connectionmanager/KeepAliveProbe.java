package io.connectionmanager;

/**
 * Provokes a sign of life from the peer, such as a ping or a status query. See
 * {@link ConnectionAttempt#keepAlive(KeepAliveProbe)}.
 */
@FunctionalInterface
public interface KeepAliveProbe {

	/**
	 * Provokes a sign of life. Called on a worker thread, and may block. A probe that
	 * waits for the answer itself calls {@link ConnectionAttempt#alive()} when it has
	 * arrived; one that only sends something leaves that to whatever receives the answer.
	 * When the connection ends or the answer is overdue, the calling thread is
	 * interrupted.
	 * @throws Exception if the connection is no longer usable: it is lost with this cause
	 */
	void probe() throws Exception;

}
