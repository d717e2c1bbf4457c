package io.connectionmanager.postgresql;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TransactionPoolTests {

	private SharedPostgres server;

	private TransactionPool pool;

	private ConnectionManager<PGConnection> manager;

	@BeforeEach
	void connect() throws Exception {
		this.server = new SharedPostgres();
		this.pool = new TransactionPool(this.server.address());
		this.manager = ConnectionManager
			.builder("feed", PostgresConnector.builder().channels("orders").listener(new Notifications()).build())
			.endpoint(URI.create(this.server.urlAt("127.0.0.1:" + this.pool.port()) + "?sslmode=disable"))
			.settings(ConnectionSettings.builder()
				.timeout(Duration.ofSeconds(10))
				.keepAlive(Duration.ofMillis(50), Duration.ofSeconds(5))
				.build())
			.build();
	}

	@AfterEach
	void close() throws Exception {
		this.manager.close();
		this.pool.close();
		this.server.close();
	}

	@Test
	void a_proxy_that_pools_transactions_is_noticed_while_connecting() {
		this.pool.alternate();
		this.manager.start();
		awaitRejection();
	}

	@Test
	void a_proxy_that_begins_to_change_sessions_is_noticed_while_connected() {
		this.manager.start();
		await().until(this.manager::isConnected);
		assertThat(this.manager.snapshot().details()).containsEntry("proxied", true);
		this.pool.switchSession();
		awaitRejection();
	}

	private void awaitRejection() {
		await().until(() -> this.manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(this.manager.snapshot().lastFailure()).get()
			.satisfies((it) -> assertThat(it).hasStackTraceContaining(ConnectionRejectedException.class.getName())
				.hasStackTraceContaining("session pooling"));
	}

}
