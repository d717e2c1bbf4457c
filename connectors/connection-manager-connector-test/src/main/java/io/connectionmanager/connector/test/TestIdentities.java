package io.connectionmanager.connector.test;

import java.util.function.Function;

/**
 * The identities of servers that the contract connects to.
 */
enum TestIdentities {

	SERVER(TestCertificates::server), WRONG_HOST(TestCertificates::wrongHost), EXPIRED(TestCertificates::expired),
	UNTRUSTED(TestCertificates::untrusted);

	private final Function<TestCertificates, TestIdentity> getter;

	TestIdentities(Function<TestCertificates, TestIdentity> getter) {
		this.getter = getter;
	}

	TestIdentity get() {
		return this.getter.apply(TestCertificates.get());
	}

}
