package io.connectionmanager.connector.test;

import org.junit.jupiter.api.Test;

import static io.connectionmanager.connector.test.BrokenConnector.assertFails;

/**
 * The contract fails for connectors that do not keep a connection as they should, each
 * test for its own reason.
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
	void one_that_ignores_the_timeout() {
		assertFails(Fault.IGNORES_TIMEOUT, "stalled_handshake_times_out_and_leaves_nothing_open",
				"interrupted_attempt_ends");
	}

	@Test
	void one_that_ignores_the_retry_hint() {
		assertFails(Fault.IGNORES_RETRY_HINT, "retry_hint_is_honoured");
	}

}
