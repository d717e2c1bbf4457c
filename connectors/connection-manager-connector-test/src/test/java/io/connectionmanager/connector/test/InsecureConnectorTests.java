package io.connectionmanager.connector.test;

import org.junit.jupiter.api.Test;

import static io.connectionmanager.connector.test.BrokenConnector.assertFails;

/**
 * The contract fails for connectors that are not secure, each test for its own reason.
 */
class InsecureConnectorTests {

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

}
