package io.connectionmanager.engine;

/**
 * A ticket that does what a test says.
 */
final class RunnableTicket extends ConnectLimit.Ticket {

	private final Runnable admitted;

	RunnableTicket(Runnable admitted) {
		this.admitted = admitted;
	}

	@Override
	void admitted() {
		this.admitted.run();
	}

}
