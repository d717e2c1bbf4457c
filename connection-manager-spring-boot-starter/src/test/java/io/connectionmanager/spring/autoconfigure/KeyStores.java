package io.connectionmanager.spring.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Key stores with one self-signed certificate each, which may be used to trust it too.
 * The JDK makes them with its own tool; it has no API for that.
 */
final class KeyStores {

	static final String PASSWORD = "changeit";

	private KeyStores() {
	}

	static void create(Path folder, String name) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-alias", name, "-dname",
				"CN=" + name, "-ext", "SAN=dns:" + name, "-storetype", "PKCS12", "-keystore",
				folder.resolve(name + ".p12").toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve(name + ".log").toFile())
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).as(() -> read(folder.resolve(name + ".log"))).isZero();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (Exception ex) {
			return ex.toString();
		}
	}

	static KeyStore load(Path folder, String name) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

}
