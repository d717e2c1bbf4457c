package io.connectionmanager.redis;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisReadOnlyException;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * Classifies the errors of a Redis server by their first word. Failures outside the
 * protocol, such as a refused connection, are left to the standard classifier.
 */
final class RedisFailures {

	private RedisFailures() {
	}

	static Throwable translate(Throwable failure) {
		Throwable unwrapped = unwrap(failure);
		for (Throwable cause = unwrapped; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandTimeoutException) {
				return new ConnectionFailedException(FailureKind.TIMEOUT, "The server did not answer in time",
						unwrapped);
			}
			if (cause instanceof RedisCommandExecutionException refused) {
				return ofServer(refused, unwrapped);
			}
			if (cause instanceof RedisConnectionException && cause.getCause() == null) {
				return new ConnectionFailedException(FailureKind.CLOSED_BY_PEER,
						"The server closed the connection before it was ready", unwrapped);
			}
		}
		return unwrapped;
	}

	private static Throwable unwrap(Throwable failure) {
		boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
		return (wrapped && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static RuntimeException ofServer(RedisCommandExecutionException refused, Throwable cause) {
		String error = String.valueOf(refused.getMessage());
		String message = "The server refused: " + error;
		if (refused instanceof RedisReadOnlyException) {
			return new ConnectionFailedException(FailureKind.OTHER,
					"The server is a read-only replica; after a failover, the primary has another address", cause);
		}
		if (isAuthentication(error)) {
			return new ConnectionFailedException(FailureKind.AUTHENTICATION, message, cause);
		}
		if (error.startsWith("ERR DB index") || error.startsWith("ERR invalid DB index")) {
			return new ConnectionRejectedException("The server does not have the database of the URL", cause);
		}
		return new ConnectionFailedException(FailureKind.OTHER, message, cause);
	}

	private static boolean isAuthentication(String error) {
		return error.startsWith("WRONGPASS") || error.startsWith("NOAUTH") || error.startsWith("NOPERM")
				|| error.startsWith("DENIED")
				// Before Redis 6
				|| error.startsWith("ERR invalid password") || error.startsWith("ERR AUTH")
				|| error.startsWith("ERR Client sent AUTH");
	}

}
