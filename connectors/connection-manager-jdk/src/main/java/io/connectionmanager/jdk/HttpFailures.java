package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;

/**
 * What the failures of the HTTP client and the answers of a server mean.
 */
final class HttpFailures {

	/** More digits than this are an answer to stay away. */
	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private HttpFailures() {
	}

	/**
	 * Returns the failure that a stage of the client completed with, in a form that can
	 * be classified.
	 * @param failure the failure
	 * @return the reason
	 */
	static Throwable of(Throwable failure) {
		Throwable reason = failure;
		while (reason instanceof CompletionException && reason.getCause() != null) {
			reason = reason.getCause();
		}
		if (reason instanceof WebSocketHandshakeException handshake) {
			return ofHandshake(handshake);
		}
		if (isUnresolved(reason)) {
			return unknownHost(reason);
		}
		return isClosed(reason) ? closed(reason) : reason;
	}

	private static Throwable ofHandshake(WebSocketHandshakeException failure) {
		HttpResponse<?> response = failure.getResponse();
		if (response != null && response.statusCode() != 101) {
			return ofStatus(response.statusCode(), response.headers());
		}
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return new ConnectionFailedException(FailureKind.PROTOCOL,
				"The server broke the rules of the WebSocket handshake: " + cause.getMessage(), null);
	}

	/**
	 * What fails after the client has noticed the loss, such as a ping, does not repeat
	 * its reason.
	 */
	private static boolean isClosed(Throwable failure) {
		return failure.getClass() == IOException.class && failure.getMessage() != null
				&& failure.getMessage().toLowerCase(Locale.ROOT).contains("closed");
	}

	private static Throwable closed(Throwable failure) {
		return new ConnectionFailedException(FailureKind.CLOSED_BY_PEER,
				"The connection is closed: " + failure.getMessage(), failure);
	}

	/** The client reports it as a refused connection, without a message. */
	private static boolean isUnresolved(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < 10; i++) {
			if (cause instanceof UnresolvedAddressException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static Throwable unknownHost(Throwable failure) {
		return new UnknownHostException("The host name cannot be resolved").initCause(failure);
	}

	/**
	 * Returns the failure that a status stands for.
	 * @param status the status of an answer, other than success
	 * @param headers the headers of the answer
	 * @return the failure
	 */
	static Throwable ofStatus(int status, HttpHeaders headers) {
		FailureKind kind = switch (status) {
			case 401, 403, 407 -> FailureKind.AUTHENTICATION;
			case 408, 504 -> FailureKind.TIMEOUT;
			case 429, 502, 503 -> FailureKind.REFUSED;
			default -> FailureKind.PROTOCOL;
		};
		String message = "The server answered with status " + status;
		ConnectionFailedException failure = new ConnectionFailedException(kind, message, null);
		if (status != 429 && status != 503) {
			return failure;
		}
		Duration retryAfter = retryAfter(headers);
		return (retryAfter != null) ? new RetryAfterException(message, retryAfter, failure) : failure;
	}

	/** A date is compared with that of the server, whose clock may be another. */
	private static @Nullable Duration retryAfter(HttpHeaders headers) {
		String text = headers.firstValue("Retry-After").map(String::trim).orElse("");
		if (SECONDS.matcher(text).matches()) {
			return Duration.ofSeconds(Long.parseLong(text));
		}
		return date(text).map((then) -> {
			Instant now = headers.firstValue("Date").flatMap(HttpFailures::date).orElseGet(Instant::now);
			return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
		}).orElse(null);
	}

	private static Optional<Instant> date(String text) {
		try {
			return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim())));
		}
		catch (DateTimeParseException ex) {
			return Optional.empty();
		}
	}

}
