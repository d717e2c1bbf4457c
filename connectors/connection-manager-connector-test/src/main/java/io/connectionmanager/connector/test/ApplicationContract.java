package io.connectionmanager.connector.test;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeansException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a Spring Boot application gets from a connector, as tests of a tiny one: one
 * connection in its configuration, the beans that the connector asks for, and nothing
 * else. It survives the death of its server, shows in health, endpoint and metrics what
 * has happened, and shows no secret anywhere, whatever its URL looks like.
 * <p>
 * The class path of the tests needs the starter of connection-manager,
 * {@code spring-boot-starter-actuator} and {@code spring-boot-starter-jackson}.
 *
 * @param <C> the type of the connection
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
public abstract class ApplicationContract<C> {

	/**
	 * The beginning of each secret in {@link #oddUrls}, to be searched wherever something
	 * is shown.
	 */
	protected static final String SECRET = "Vq7s3cret";

	/** The end of a secret in {@link #oddUrls} that has a special character within. */
	protected static final String REST_OF_SECRET = "Kw4t0ken";

	private @Nullable TestServer server;

	private @Nullable String loggingSystem;

	/**
	 * Starts a server of the test's own. Called once; the server is closed at the end.
	 * @return the server
	 * @throws Exception if it does not start
	 */
	protected abstract TestServer startServer() throws Exception;

	/**
	 * Returns the scheme of the URL.
	 * @return the scheme, without TLS
	 */
	protected abstract String scheme();

	/**
	 * Returns what follows the port in the URL.
	 * @return the path, or an empty text
	 */
	protected String path() {
		return "";
	}

	/**
	 * Returns the properties of the connection, apart from its URL, such as
	 * {@code username} and {@code options.topics}. The password is searched wherever
	 * something is shown.
	 * @return the properties, without {@code connection-manager.connections.} and the
	 * name
	 */
	protected Map<String, String> properties() {
		return Map.of();
	}

	/**
	 * Returns properties of the application that have nothing to do with the connection,
	 * such as {@code spring.autoconfigure.exclude} where the class path has more than the
	 * application needs.
	 * @return the properties, none by default
	 */
	protected Map<String, String> applicationProperties() {
		return Map.of();
	}

	/**
	 * Returns the types of the beans that the connector asks for.
	 * @return the types, none by default
	 */
	protected List<Class<?>> beans() {
		return List.of();
	}

	/**
	 * Exchanges a message with the peer, and waits for it.
	 * @param connection the connection
	 * @param application the application with its beans
	 * @throws Exception if the connection cannot be used
	 */
	protected abstract void exchange(C connection, ApplicationContext application) throws Exception;

	/**
	 * Returns URLs with secrets as users of this protocol write them, and ones with
	 * mistakes, in addition to those that every connector is tested with.
	 * @param address host and port of the server, separated by a colon
	 * @return the URLs
	 */
	protected List<String> oddUrls(String address) {
		return List.of();
	}

	/**
	 * Returns properties with a {@link #SECRET}, such as a header for authentication.
	 * @return the properties, none by default
	 */
	protected Map<String, String> secretProperties() {
		return Map.of();
	}

	// A logging system would remove what captures the log whenever an application starts.
	@BeforeAll
	@Timeout(120)
	final void startServerOfContract() throws Exception {
		this.loggingSystem = System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		this.server = startServer();
	}

	@AfterAll
	final void closeServerOfContract() {
		if (this.loggingSystem == null) {
			System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		}
		else {
			System.setProperty(LoggingSystem.SYSTEM_PROPERTY, this.loggingSystem);
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	private TestServer server() {
		if (this.server == null) {
			throw new IllegalStateException("The server was not started");
		}
		return this.server;
	}

	private String address() {
		InetSocketAddress address = server().address();
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	@Test
	void application_survives_a_killed_and_restarted_server() throws Exception {
		try (LogCapture log = LogCapture.start(); TinyApplication<C> application = start(log, List.of(Map.of()))) {
			application.awaitEvents("ConnectedEvent");
			exchange(application.connection(), application.context());
			application.awaitHealth("UP");

			server().kill();
			application.awaitEvents("ConnectedEvent", "DisconnectedEvent");
			application.awaitHealth("DOWN");
			application.awaitFailures(2);
			assertThat(application.summary()).containsEntry("disconnects", 1L).containsKey("lastFailure");
			assertNoSecret(application.shown());

			server().start();
			application.awaitEvents("ConnectedEvent", "DisconnectedEvent", "ConnectedEvent");
			exchange(application.connection(), application.context());
			application.awaitHealth("UP");
			assertThat(application.summary()).containsEntry("connects", 2L)
				.containsEntry("disconnects", 1L)
				.containsEntry("state", "CONNECTED");
			assertThat(application.heard()).as("calls of the subscriber").isEqualTo("+-+");
			assertThat(application.measured("connection.manager.disconnects")).isEqualTo(1);
			assertNoSecret(application.shown());
			assertThat(log.lines()).as("captured log").anyMatch((line) -> line.contains(TinyApplication.NAME));
		}
		finally {
			server().start();
		}
	}

	@Test
	void no_secret_in_the_user_info_is_shown() throws Exception {
		List<Map<String, String>> connections = new ArrayList<>();
		for (String userInfo : List.of("user:%s", "user:%s%%40%s", "user:%s%%23%s%%2F%s", ":%s", "%s", "%s:")) {
			connections.add(withoutCredentials(url(secret(userInfo) + "@", "")));
		}
		connections
			.add(withoutCredentials(url(secret("user:%s") + "@", "") + ", " + url(secret("other:%s%%40%s") + "@", "")));
		assertNothingShown(connections);
	}

	private static Map<String, String> withoutCredentials(String url) {
		return Map.of("url", url, "username", "", "password", "");
	}

	private String url(String userInfo, String behind) {
		return scheme() + "://" + userInfo + address() + path() + behind;
	}

	@ParameterizedTest
	@MethodSource("allOddUrls")
	void no_secret_of_an_odd_url_is_shown(String url) throws Exception {
		try (LogCapture log = LogCapture.start()) {
			try {
				assertNothingShown(log, List.of(withoutCredentials(url)));
			}
			catch (BeansException | FailureAnalyzedException ex) {
				// The application refuses to start, and says why.
				assertThat(NestedExceptionUtils.getMostSpecificCause(ex)).isInstanceOf(FailureAnalyzedException.class);
				assertNoSecret(List.of(TinyApplication.text(ex)));
			}
			assertNoSecret(log.lines());
		}
	}

	final List<String> allOddUrls() {
		List<String> urls = new ArrayList<>();
		for (String userInfo : List.of("user:%s@%s", "user:%s#%s", "user:%s/%s", "user:%s %s", "user:%s%%%s")) {
			urls.add(url(secret(userInfo) + "@", ""));
		}
		urls.add(url(secret("user:%s") + "@" + address() + ",", ""));
		urls.add(url("", "?" + secret("password=%s&token=%s%%26%s")));
		urls.add(url("", "?" + secret("access_token=%s,%s;%s&user=u")));
		urls.add(url("", "?" + secret("password=%s %s")));
		urls.add(url("", "#" + secret("access_token=%s")));
		urls.add(scheme() + ":" + secret("user:%s") + "@" + address());
		urls.add(secret("user:%s") + "@" + address());
		urls.addAll(oddUrls(address()));
		return urls;
	}

	/** Encoded, not encoded where it should be, or elsewhere. */
	private static String secret(String pattern) {
		return pattern.formatted(SECRET, REST_OF_SECRET, REST_OF_SECRET);
	}

	@Test
	void no_secret_of_a_property_is_shown() throws Exception {
		Map<String, String> properties = new LinkedHashMap<>(secretProperties());
		properties.put("username", "user");
		properties.put("password", SECRET + "&" + REST_OF_SECRET);
		assertNothingShown(List.of(properties));
	}

	private void assertNothingShown(List<Map<String, String>> connections) throws Exception {
		try (LogCapture log = LogCapture.start()) {
			assertNothingShown(log, connections);
		}
	}

	private void assertNothingShown(LogCapture log, List<Map<String, String>> connections) throws Exception {
		try (TinyApplication<C> application = start(log, connections)) {
			application.awaitOutcome();
			assertNoSecret(application.shown());
		}
		assertNoSecret(log.lines());
	}

	private void assertNoSecret(List<String> shown) {
		List<String> secrets = new ArrayList<>(List.of(SECRET, REST_OF_SECRET));
		secrets.add(properties().getOrDefault("password", SECRET));
		for (String secret : secrets) {
			assertThat(shown).as("log, failures, events, health, endpoint and metrics")
				.isNotEmpty()
				.noneMatch((text) -> text.contains(secret));
		}
	}

	private TinyApplication<C> start(LogCapture log, List<Map<String, String>> connections) {
		List<Map<String, String>> all = new ArrayList<>();
		for (Map<String, String> connection : connections) {
			Map<String, String> properties = new LinkedHashMap<>();
			properties.put("url", url("", ""));
			properties.putAll(properties());
			properties.putAll(connection);
			all.add(properties);
		}
		return TinyApplication.start(log, beans(), applicationProperties(), all);
	}

}
