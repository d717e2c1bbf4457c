package io.connectionmanager.connector.test;

import java.util.concurrent.atomic.AtomicBoolean;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Consumers of messages that do what they should not, or what is rarely done.
 *
 * @param <C> the type of the connection
 */
final class ConsumerScenarios<C> {

	private static final int MESSAGES = 3;

	private final ConnectorContract<C> contract;

	private final Consumption consumption;

	private final ContractRun<C> run;

	ConsumerScenarios(ConnectorContract<C> contract, ContractRun<C> run) {
		this.contract = contract;
		this.consumption = contract.consumption();
		this.run = run;
	}

	/** Stops the manager and, when that has happened, starts it again. */
	void stops() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			ContractRun.await("traffic").until(() -> traffic.exchanges() > 0);
			this.consumption.next(manager::stop);
			this.run.awaitState(ConnectionState.STOPPED);
			this.run.awaitNothingOpen();
			assertThat(this.run.heard()).isEqualTo("+-");
			manager.start();
			awaitMessages();
		}
	}

	/** Closes the manager, which has to wait for everything but its caller. */
	void closes() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		AtomicBoolean returned = new AtomicBoolean();
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			ContractRun.await("traffic").until(() -> traffic.exchanges() > 0);
			this.consumption.next(() -> {
				manager.close();
				returned.set(true);
			});
			ContractRun.await("close has returned").untilTrue(returned);
			this.run.awaitNothingOpen();
		}
	}

	/** What a consumer throws is the end of neither the messages nor the manager. */
	void fails() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			ContractRun.await("traffic").until(() -> traffic.exchanges() > 0);
			AtomicBoolean failed = new AtomicBoolean();
			this.consumption.next(() -> {
				failed.set(true);
				throw new StackOverflowError("Thrown by the consumer");
			});
			ContractRun.await("a consumer that fails").untilTrue(failed);
			awaitMessages();
		}
		manager.stop();
		this.run.awaitNothingOpen();
	}

	/** Blocks until it is interrupted, if it ever is. */
	void blocks() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		this.consumption.block();
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			ContractRun.await("traffic").until(() -> traffic.exchanges() > 0);
			ContractRun.await("a consumer that is held up").until(this.consumption::isBlocking);
			manager.stop();
			this.run.awaitState(ConnectionState.STOPPED);
			if (this.contract.supports(Feature.INTERRUPTED_CONSUMER)) {
				this.run.awaitNothingOpen();
				ContractRun.await("a consumer that was interrupted").until(() -> !this.consumption.isBlocking());
			}
			this.consumption.release();
			this.run.awaitNothingOpen();
			manager.start();
			awaitMessages();
		}
		finally {
			this.consumption.release();
		}
	}

	private void awaitMessages() {
		long messages = this.consumption.count() + MESSAGES;
		ContractRun.await("messages afterwards").until(() -> this.consumption.count() >= messages);
	}

}
