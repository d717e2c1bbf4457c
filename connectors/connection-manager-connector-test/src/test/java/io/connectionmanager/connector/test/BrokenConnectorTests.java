package io.connectionmanager.connector.test;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * The contract fails for connectors that break it, each test for its own reason.
 */
class BrokenConnectorTests {

	@Test
	void one_that_never_notices_a_loss() {
		assertFails(Fault.NEVER_NOTICES_LOSS, "loss_of_an_idle_connection_is_noticed_at_once",
				"killed_and_restarted_server_is_one_disconnected_and_one_connected");
	}

	@Test
	void one_that_never_notices_silence() {
		assertFails(Fault.NEVER_NOTICES_SILENCE, "silent_peer_is_noticed", "silent_peer_is_noticed_with_tls");
	}

	@Test
	void one_that_cuts_idle_connections() {
		assertFails(Fault.CUTS_IDLE_CONNECTION, "idle_connection_is_not_cut");
	}

	@Test
	void one_that_leaks_sockets() {
		assertFails(Fault.LEAKS_SOCKET, "stop_while_connected_leaves_nothing_open");
	}

	@Test
	void one_that_leaks_sockets_of_failed_attempts() {
		assertFails(Fault.LEAKS_FAILED_SOCKET, "connections_that_are_accepted_and_dropped_are_closed",
				"wrong_password_is_retried_until_it_is_corrected");
	}

	@Test
	void one_that_leaks_threads() {
		assertFails(Fault.LEAKS_THREAD, "reconnecting_leaves_nothing_behind");
	}

	@Test
	void one_that_keeps_former_connections() {
		assertFails(Fault.KEEPS_EVERYTHING, "reconnecting_leaves_nothing_behind");
	}

	@Test
	void one_that_returns_a_connection_twice() {
		assertFails(Fault.REUSES_CONNECTION_OBJECT, "each_connection_is_closed_exactly_once");
	}

	@Test
	void one_that_ignores_the_timeout() {
		assertFails(Fault.IGNORES_TIMEOUT, "stalled_handshake_times_out_and_leaves_nothing_open",
				"interrupted_attempt_ends");
	}

	@Test
	void one_that_trusts_every_certificate() {
		assertFails(Fault.TRUSTS_EVERYTHING, "certificate_for_another_host_is_refused",
				"expired_certificate_is_refused", "untrusted_certificate_is_refused");
	}

	@Test
	void one_that_ignores_the_host_name() {
		assertFails(Fault.IGNORES_HOST_NAME, "certificate_for_another_host_is_refused");
	}

	@Test
	void one_that_hides_that_authentication_failed() {
		assertFails(Fault.HIDES_AUTHENTICATION, "wrong_password_is_retried_until_it_is_corrected");
	}

	@Test
	void one_that_shows_the_password() {
		assertFails(Fault.SHOWS_PASSWORD, "no_secret_is_shown");
	}

	@Test
	void one_that_dies_of_an_error_of_its_consumer() {
		assertFails(Fault.DIES_OF_CONSUMER, "consumer_that_throws_an_error_does_not_end_the_messages");
	}

	@Test
	void one_that_leaves_a_consumer_blocked() {
		assertFails(Fault.LEAVES_CONSUMER, "consumer_that_blocks_does_not_hold_up_a_stop");
	}

	@Test
	void one_that_ignores_the_retry_hint() {
		assertFails(Fault.IGNORES_RETRY_HINT, "retry_hint_is_honoured");
	}

	/** The same tests pass for a connector without a fault. */
	private static void assertFails(Fault fault, String... tests) {
		assertThat(failed(fault, tests)).containsExactlyInAnyOrder(tests);
	}

	private static List<String> failed(Fault fault, String... tests) {
		Duration before = ContractRun.patience;
		ContractRun.patience = Duration.ofSeconds(4);
		BrokenConnectorContract.fault = fault;
		try {
			EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
			for (String test : tests) {
				builder.selectors(selectMethod(BrokenConnectorContract.class, test));
			}
			Events failed = builder.execute().testEvents().failed();
			return failed.stream().map((it) -> it.getTestDescriptor().getDisplayName().replace("()", "")).toList();
		}
		finally {
			ContractRun.patience = before;
			BrokenConnectorContract.fault = null;
		}
	}

}
