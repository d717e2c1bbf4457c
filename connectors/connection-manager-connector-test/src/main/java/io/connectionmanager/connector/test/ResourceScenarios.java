package io.connectionmanager.connector.test;

import java.time.Duration;
import java.util.Map;
import java.util.IdentityHashMap;
import java.util.Collections;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must not be left behind.
 *
 * @param <C> the type of the connection
 */
final class ResourceScenarios<C> {

	private static final int WARM_UP = 10;

	/** How often to reconnect; a larger number shows slower growth. */
	private static final int CYCLES = Integer.getInteger("connector-contract.cycles", 50);

	/** What threads and descriptors of others may come and go meanwhile. */
	private static final int TOLERANCE = 10;

	/** What classes, caches and buffers take that are used the first time. */
	private static final long HEAP_TOLERANCE = 4 * 1024 * 1024;

	private final ConnectorContract<C> contract;

	private final ContractRun<C> run;

	ResourceScenarios(ConnectorContract<C> contract, ContractRun<C> run) {
		this.contract = contract;
		this.run = run;
	}

	void stopWhileConnecting() {
		FaultProxy proxy = this.run.proxy();
		if (this.contract.supports(Feature.HANDSHAKE)) {
			proxy.stall();
		}
		else {
			proxy.hang();
		}
		ConnectionManager<C> manager = this.run.start(false);
		ContractRun.await("an attempt under way").until(() -> this.run.openCalls().begun() > 0);
		manager.stop();
		this.run.awaitState(ConnectionState.STOPPED);
		proxy.pass();
		this.run.awaitNothingOpen();
		assertThat(this.run.heard()).isEmpty();
		manager.start();
		this.run.awaitConnected(manager);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
	}

	void stopWhileConnected() {
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		manager.stop();
		this.run.awaitNothingOpen();
		assertThat(proxy.opened()).as("connections opened").isEqualTo(1);
		assertThat(this.run.heard()).isEqualTo("+-");
		assertThat(this.run.kinds()).as("failures").isEmpty();
	}

	void stopWhileWaiting() {
		this.run.settings(this.run.settings()
			.toBuilder()
			.reconnectAfter(Duration.ofMinutes(1))
			.backoff(1, Duration.ofMinutes(1), 0)
			.build());
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		proxy.cut();
		this.run.awaitState(ConnectionState.WAITING);
		manager.stop();
		this.run.awaitState(ConnectionState.STOPPED);
		this.run.awaitNothingOpen();
		assertThat(proxy.opened()).as("connections opened").isEqualTo(1);
	}

	void closedOnce() {
		Map<C, Integer> opened = Collections.synchronizedMap(new IdentityHashMap<>());
		Map<C, Integer> closed = Collections.synchronizedMap(new IdentityHashMap<>());
		this.run.decorate((connector) -> new Connector<>() {

			@Override
			public C open(ConnectionAttempt attempt) throws Exception {
				C connection = connector.open(attempt);
				opened.merge(connection, 1, Integer::sum);
				return connection;
			}

			@Override
			public void close(C connection) throws Exception {
				closed.merge(connection, 1, Integer::sum);
				connector.close(connection);
			}

		});
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		for (Runnable end : new Runnable[] { proxy::cut, proxy::disconnect, manager::reconnect }) {
			long generation = manager.snapshot().generation();
			end.run();
			this.run.awaitReplaced(manager, generation);
		}
		manager.close();
		this.run.awaitNothingOpen();
		assertThat(opened.values()).as("how often each connection was returned").hasSize(4).containsOnly(1);
		assertThat(closed).as("how often each connection was closed").containsExactlyInAnyOrderEntriesOf(opened);
	}

	void noGrowth() {
		this.run.settings(this.run.settings().toBuilder().reconnectAfter(Duration.ofMillis(10)).build());
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		cycles(manager, proxy, WARM_UP);
		Footprint before = Footprint.measure();
		cycles(manager, proxy, CYCLES);
		ContractRun.await("no more threads than before")
			.until(Footprint::currentThreads, (now) -> now <= before.threads() + TOLERANCE);
		ContractRun.await("no more descriptors than before")
			.until(Footprint::currentDescriptors, (now) -> now <= before.descriptors() + TOLERANCE);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
		ContractRun.await("former connections garbage-collected").until(() -> {
			System.gc();
			return this.run.openCalls().reachableConnections() <= TOLERANCE
					&& this.run.openCalls().reachableAttempts() <= TOLERANCE;
		});
		ContractRun.await("no more heap than before")
			.until(Footprint::currentHeap, (now) -> now <= before.heap() + HEAP_TOLERANCE);
		if (System.getProperty("connector-contract.cycles") != null) {
			System.out.printf("%s, %,d reconnects: before %s, after %s%n", this.contract.getClass().getSimpleName(),
					CYCLES, before, Footprint.measure());
		}
	}

	private void cycles(ConnectionManager<C> manager, FaultProxy proxy, int count) {
		for (int i = 0; i < count; i++) {
			long generation = manager.snapshot().generation();
			proxy.cut();
			this.run.awaitReplaced(manager, generation);
			this.run.forgetTransitions();
		}
	}

}
