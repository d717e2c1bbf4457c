package io.connectionmanager.postgresql;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * Translates the failures whose SQLState does not say enough by itself.
 */
final class PostgresFailures {

	private PostgresFailures() {
	}

	/**
	 * Returns the exception to report for a failure.
	 * @param <T> the type of the failure
	 * @param failure the failure
	 * @return the failure itself, or an exception that says its kind and has the failure
	 * as cause
	 * @throws Error if the failure is one
	 */
	static <T extends Throwable> Exception translate(T failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof SQLException sqlException) {
			return translate(sqlException);
		}
		return (Exception) failure;
	}

	private static Exception translate(SQLException failure) {
		@Nullable String state = failure.getSQLState();
		return switch ((state != null) ? state : "") {
			case "3D000" ->
				new ConnectionRejectedException("The server has no such database: " + failure.getMessage(), failure);
			case "42501" ->
				new ConnectionFailedException(FailureKind.AUTHENTICATION, "The server denied access", failure);
			case "08004" -> isOfDriver(failure) ? ofLogin(failure) : failure;
			default -> failure;
		};
	}

	/** Whether the driver refused, not the server. */
	private static boolean isOfDriver(SQLException failure) {
		return failure instanceof PSQLException ex && ex.getServerErrorMessage() == null;
	}

	/** The driver translates its messages, but not this abbreviation. */
	private static Exception ofLogin(SQLException failure) {
		boolean tls = String.valueOf(failure.getMessage()).contains("SSL");
		return new ConnectionFailedException(tls ? FailureKind.TLS : FailureKind.AUTHENTICATION,
				tls ? "A secure connection is not possible" : "The login is not possible", failure);
	}

}
