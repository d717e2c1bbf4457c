package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorOptions;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.InvalidOptionException;

/**
 * How requests of a connector are made: headers, credentials and TLS, asked for at each
 * attempt. Thread-safe.
 */
final class HttpSettings {

	/** The name of the option for headers. */
	static final String HEADERS = "headers";

	/** Headers that the client sets itself. */
	private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

	private final Supplier<Map<String, String>> headers;

	private final Supplier<Optional<Credentials>> credentials;

	private final Supplier<Optional<SSLContext>> sslContext;

	private volatile @Nullable Client client;

	HttpSettings(Supplier<Map<String, String>> headers, Supplier<Optional<Credentials>> credentials,
			Supplier<Optional<SSLContext>> sslContext) {
		this.headers = headers;
		this.credentials = credentials;
		this.sslContext = sslContext;
	}

	static HttpSettings of(ConnectorContext context) {
		Map<String, String> headers = headersOf(context);
		return new HttpSettings(() -> headers, context::credentials, context::sslContext);
	}

	private static Map<String, String> headersOf(ConnectorContext context) {
		Map<String, String> headers = new LinkedHashMap<>();
		for (String header : ConnectorOptions.of(context).list(HEADERS)) {
			int colon = header.indexOf(':');
			String name = header.substring(0, Math.max(colon, 0)).trim();
			String value = header.substring(colon + 1).trim();
			// A value may be a secret, so the reason does not repeat it.
			if (!isName(name) || !isValue(value)) {
				throw new InvalidOptionException(context.name(), HEADERS,
						"must be a list such as 'Origin: https://example.com, X-Client: prices'");
			}
			if (isReserved(name)) {
				throw new InvalidOptionException(context.name(), HEADERS,
						"must not contain '%s', which the client sets itself".formatted(name));
			}
			headers.put(name, value);
		}
		return Map.copyOf(headers);
	}

	/**
	 * Returns the client for the current SSL context.
	 * @return the client
	 */
	HttpClient client() {
		SSLContext context = this.sslContext.get().orElse(null);
		Client client = this.client;
		if (client == null || client.sslContext() != context) {
			client = new Client(context, HttpClients.of(context));
			this.client = client;
		}
		return client.client();
	}

	/**
	 * Returns the headers of a request to the endpoint, including its authorization.
	 * @param endpoint the endpoint of the attempt
	 * @return the headers
	 */
	Map<String, String> headers(URI endpoint) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.headers.get().forEach((name, value) -> {
			if (!isName(name) || isReserved(name)) {
				throw new ConnectionRejectedException("'%s' cannot be set as a header".formatted(name));
			}
			headers.put(name, checked(name, value));
		});
		this.credentials.get()
			.or(() -> Credentials.ofUserInfo(endpoint))
			.ifPresent((it) -> headers.put("Authorization", checked("Authorization", authorization(it))));
		return headers;
	}

	/** The client would print a value that it cannot send, such as a token. */
	private static String checked(String name, String value) {
		if (!isValue(value)) {
			throw new ConnectionFailedException(FailureKind.AUTHENTICATION,
					"The value of the header '%s' contains characters that cannot be sent, such as a line break"
						.formatted(name),
					null);
		}
		return value;
	}

	private static String authorization(Credentials credentials) {
		String password = new String(credentials.password());
		if (credentials.username().isEmpty()) {
			return "Bearer " + password;
		}
		String both = credentials.username() + ":" + password;
		return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
	}

	private static boolean isReserved(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return RESERVED.contains(lower) || lower.startsWith("sec-websocket-");
	}

	static boolean isName(String name) {
		return !name.isEmpty()
				&& name.chars().allMatch((it) -> it > ' ' && it < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(it) < 0);
	}

	private static boolean isValue(String value) {
		return isSendable(value) && !value.isBlank();
	}

	/**
	 * Returns whether the client can send a text as the value of a header. It writes
	 * ASCII only, and anything else as question marks.
	 * @param value the text
	 * @return whether it consists of printable ASCII characters
	 */
	static boolean isSendable(String value) {
		return value.chars().allMatch((it) -> it >= ' ' && it < 0x7F);
	}

	private record Client(@Nullable SSLContext sslContext, HttpClient client) {
	}

}
