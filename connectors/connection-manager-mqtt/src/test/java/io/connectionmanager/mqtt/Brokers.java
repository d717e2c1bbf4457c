package io.connectionmanager.mqtt;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * Mosquitto, as it is installed: the broker that runs already, or one of its own.
 */
public final class Brokers {

	static final String USER = "sensor";

	static final String PASSWORD = "planted-Mq7-password";

	private static final int ITERATIONS = 101;

	private static final byte[] SALT = new byte[12];

	private static final String CONFIGURATION = """
			user root
			listener {port} 127.0.0.1
			%s
			""";

	private Brokers() {
	}

	/** Returns the broker that runs already, at MQTT_ADDRESS. */
	static TestServer shared() {
		return TestServer.external("MQTT_ADDRESS", 1883);
	}

	/** Starts a broker that accepts everybody. */
	public static ServerProcess start() {
		return broker("allow_anonymous true").start();
	}

	/**
	 * Starts a broker that accepts one user.
	 * @param rules what the user may do, in the format of Mosquitto
	 */
	static ServerProcess startWithPassword(String rules) throws GeneralSecurityException {
		return broker("password_file {directory}/passwords\nacl_file {directory}/rules").file("passwords", passwords())
			.file("rules", rules)
			.start();
	}

	private static ServerProcess.Builder broker(String lines) {
		return ServerProcess.program("mosquitto", "-c", "{directory}/mosquitto.conf")
			.file("mosquitto.conf", CONFIGURATION.formatted(lines));
	}

	private static String passwords() throws GeneralSecurityException {
		byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
			.generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), SALT, ITERATIONS, 512))
			.getEncoded();
		Base64.Encoder encoder = Base64.getEncoder();
		return "%s:$7$%d$%s$%s\n".formatted(USER, ITERATIONS, encoder.encodeToString(SALT),
				encoder.encodeToString(hash));
	}

	static URI uri(TestServer server) {
		return URI.create("mqtt://127.0.0.1:" + server.address().getPort());
	}

}
