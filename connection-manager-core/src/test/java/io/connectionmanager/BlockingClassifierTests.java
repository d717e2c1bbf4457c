package io.connectionmanager;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 27: a classifier that does not return harms its own connection only.
 */
class BlockingClassifierTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Blockade blockade = new Blockade();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private final ConnectionRuntime runtime = ConnectionRuntime.builder().virtualThreads(false).maxThreads(4).build();

	@AfterEach
	void everything_is_closed() {
		this.blockade.close();
		this.managers.forEach(ConnectionManager::close);
		this.runtime.close();
	}

	@Test
	@DisplayName("Promise 27: a classifier that hangs on a timeout does not stop the timer")
	void a_classifier_that_hangs_on_a_timeout_delays_nobody_else() {
		start(Connector.signalling((attempt) -> "never ready", (connection) -> {
		}));
		assertThatOthersGoOn();
	}

	@Test
	@DisplayName("Promise 27: classifiers that hang on failures do not use up the threads for opening")
	void classifiers_that_hang_on_failures_delay_nobody_else() {
		for (int i = 0; i < 4; i++) {
			start(Connector.blocking((attempt) -> {
				throw new IOException("refused");
			}));
		}
		assertThatOthersGoOn();
	}

	@Test
	@DisplayName("Promise 2: an attempt ends, even where nobody says what kind of failure that was")
	void a_timeout_takes_effect_though_its_classifier_hangs() {
		ConnectionManager<String> manager = start(Connector.signalling((attempt) -> "never ready", (connection) -> {
		}));
		await().until(() -> manager.snapshot().lastFailure().isPresent());
		assertThat(manager.snapshot().lastFailure()).containsInstanceOf(ConnectTimeoutException.class);
		assertThat(manager.snapshot().lastFailureKind()).contains(FailureKind.TIMEOUT);
	}

	private void assertThatOthersGoOn() {
		await().until(() -> this.blockade.blocked() > 0);
		AtomicInteger attempts = new AtomicInteger();
		ConnectionManager<String> healthy = ConnectionManager.builder("healthy", Connector.blocking((attempt) -> {
			if (attempts.incrementAndGet() < 5) {
				throw new IOException("refused");
			}
			return "connection";
		})).reconnectAfter(Duration.ofMillis(20)).runtime(this.runtime).start();
		this.managers.add(healthy);
		await().until(healthy::isConnected);
		assertThat(this.blockade.blocked()).isPositive();
	}

	private ConnectionManager<String> start(Connector<String> connector) {
		ConnectionManager<String> manager = ConnectionManager.builder("hanging", connector)
			.timeout(Duration.ofMillis(50))
			.reconnectAfter(Duration.ofMillis(20))
			.failureClassifier((transition) -> {
				this.blockade.pass();
				return FailureKind.OTHER;
			})
			.runtime(this.runtime)
			.start();
		this.managers.add(manager);
		return manager;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE);
	}

}
