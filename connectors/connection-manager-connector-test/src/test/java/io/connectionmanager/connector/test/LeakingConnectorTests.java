package io.connectionmanager.connector.test;

import org.junit.jupiter.api.Test;

import static io.connectionmanager.connector.test.BrokenConnector.assertFails;

/**
 * The contract fails for connectors that leave something behind, each test for its own
 * reason.
 */
class LeakingConnectorTests {

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
	void one_that_dies_of_an_error_of_its_consumer() {
		assertFails(Fault.DIES_OF_CONSUMER, "consumer_that_throws_an_error_does_not_end_the_messages");
	}

	@Test
	void one_that_leaves_a_consumer_blocked() {
		assertFails(Fault.LEAVES_CONSUMER, "consumer_that_blocks_does_not_hold_up_a_stop");
	}

}
