package io.connectionmanager.nats;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

import io.nats.client.AuthenticationException;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;

/**
 * What failures mean. The server and the client say it in text only.
 */
final class NatsFailures {

	private NatsFailures() {
	}

	/**
	 * Whether the server ends the connection after this error. It does after any, except
	 * for those that concern one subscription or message.
	 */
	static boolean isFatal(String serverError) {
		String text = serverError.toLowerCase(Locale.ROOT);
		return !text.contains("permissions violation") && !text.contains("invalid subject");
	}

	static ConnectionFailedException ofServer(String serverError) {
		return new ConnectionFailedException(kindOf(serverError.toLowerCase(Locale.ROOT)),
				"The server ended the connection: " + serverError, null);
	}

	private static FailureKind kindOf(String serverError) {
		if (serverError.contains("timeout")) {
			return FailureKind.TIMEOUT;
		}
		if (containsAny(serverError, "authorization", "authentication", "account")) {
			return FailureKind.AUTHENTICATION;
		}
		if (containsAny(serverError, "tls", "secure connection")) {
			return FailureKind.TLS;
		}
		if (containsAny(serverError, "protocol", "parser", "maximum control line", "maximum payload",
				"attempted to connect to")) {
			return FailureKind.PROTOCOL;
		}
		return FailureKind.CLOSED_BY_PEER;
	}

	/** Names the kind of a failure of the client where its type does not. */
	static Throwable ofClient(Throwable failure) {
		Throwable cause = (failure instanceof ExecutionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof AuthenticationException) {
			return new ConnectionFailedException(FailureKind.AUTHENTICATION, "The server refused the credentials",
					cause);
		}
		if (cause.getClass() != IOException.class || cause.getMessage() == null) {
			return cause;
		}
		String text = cause.getMessage().toLowerCase(Locale.ROOT);
		if (containsAny(text, "ssl required", "ssl connection wanted")) {
			return new ConnectionFailedException(FailureKind.TLS, text.contains("required")
					? "The server requires TLS: use a tls:// URL" : "The server does not offer TLS", cause);
		}
		if (containsAny(text, "non-info", "info message", "waiting for info")) {
			return new ConnectionFailedException(FailureKind.PROTOCOL, "The server does not speak NATS", cause);
		}
		return cause;
	}

	private static boolean containsAny(String text, String... parts) {
		for (String part : parts) {
			if (text.contains(part)) {
				return true;
			}
		}
		return false;
	}

}
