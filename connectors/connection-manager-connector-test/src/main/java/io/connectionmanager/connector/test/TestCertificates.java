package io.connectionmanager.connector.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * Certificates for tests, generated once for the JVM. Immutable and thread-safe.
 */
public final class TestCertificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final X509Bundle authority;

	private final Path authorityCertificate;

	private final TestIdentity server;

	private final TestIdentity wrongHost;

	private final TestIdentity expired;

	private final TestIdentity untrusted;

	private final SSLContext clientContext;

	private TestCertificates() throws Exception {
		this.authority = authority("CN=Test Authority");
		this.authorityCertificate = path(this.authority.toTempRootCertPem());
		this.server = identity(localhost().buildIssuedBy(this.authority));
		this.wrongHost = identity(
				certificate().subject("CN=other.example").addSanDnsName("other.example").buildIssuedBy(this.authority));
		this.expired = identity(
				localhost().notAfter(Instant.now().minus(Duration.ofHours(1))).buildIssuedBy(this.authority));
		this.untrusted = identity(localhost().buildIssuedBy(authority("CN=Other Authority")));
		this.clientContext = SSLContext.getInstance("TLS");
		this.clientContext.init(null, this.authority.toTrustManagerFactory().getTrustManagers(), null);
	}

	private static final class Holder {

		static final TestCertificates INSTANCE = create();

		private static TestCertificates create() {
			try {
				return new TestCertificates();
			}
			catch (Exception ex) {
				throw new IllegalStateException("No certificates could be generated", ex);
			}
		}

	}

	/**
	 * Returns the certificates of this JVM.
	 * @return the certificates
	 */
	public static TestCertificates get() {
		return Holder.INSTANCE;
	}

	private static X509Bundle authority(String subject) throws Exception {
		return certificate().subject(subject).setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static CertificateBuilder localhost() {
		return certificate().subject("CN=localhost").addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
	}

	private static CertificateBuilder certificate() {
		Instant now = Instant.now();
		return new CertificateBuilder().ecp256()
			.notBefore(now.minus(Duration.ofDays(2)))
			.notAfter(now.plus(Duration.ofDays(1)));
	}

	private static TestIdentity identity(X509Bundle bundle) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
		return new TestIdentity(path(bundle.toTempCertChainPem()), path(bundle.toTempPrivateKeyPem()),
				bundle.toKeyStore(PASSWORD), new String(PASSWORD), context);
	}

	private static Path path(File file) {
		file.deleteOnExit();
		return file.toPath();
	}

	/**
	 * Returns the certificate of the authority that clients trust, as a PEM file.
	 * @return the path of the file
	 */
	public Path authorityCertificate() {
		return this.authorityCertificate;
	}

	/**
	 * Returns a trust store with the certificate of the authority.
	 * @return the trust store
	 */
	public KeyStore trustStore() {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			store.setCertificateEntry("authority", this.authority.getCertificate());
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns trust managers that trust the authority.
	 * @return the factory of the trust managers
	 */
	public TrustManagerFactory trustManagers() {
		return this.authority.toTrustManagerFactory();
	}

	/**
	 * Returns an SSL context for clients, which trusts the authority.
	 * @return the context
	 */
	public SSLContext clientContext() {
		return this.clientContext;
	}

	/**
	 * Returns the identity of a server that clients accept, at {@code localhost} and
	 * {@code 127.0.0.1}.
	 * @return the identity
	 */
	public TestIdentity server() {
		return this.server;
	}

	/**
	 * Returns the identity of a server with another host name.
	 * @return the identity
	 */
	public TestIdentity wrongHost() {
		return this.wrongHost;
	}

	/**
	 * Returns the identity of a server whose certificate has expired.
	 * @return the identity
	 */
	public TestIdentity expired() {
		return this.expired;
	}

	/**
	 * Returns the identity of a server whose certificate was issued by an authority that
	 * clients do not trust.
	 * @return the identity
	 */
	public TestIdentity untrusted() {
		return this.untrusted;
	}

}
