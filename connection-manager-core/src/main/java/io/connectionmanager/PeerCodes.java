package io.connectionmanager;

import java.net.http.WebSocketHandshakeException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of failure that the codes of a peer stand for: SQLState and HTTP status. The
 * modules of these exceptions are optional; this class is loaded only when there is one
 * of them.
 */
final class PeerCodes {

	private PeerCodes() {
	}

	/**
	 * Classifies an error of a database by its SQLState.
	 * @param failure a {@link SQLException}
	 * @return the kind, or {@code null} if the state is no specific reason
	 */
	static @Nullable FailureKind ofSql(Throwable failure) {
		String state = stateOf(failure);
		return switch (state.substring(0, Math.min(2, state.length()))) {
			case "28" -> FailureKind.AUTHENTICATION;
			case "53" -> FailureKind.REFUSED; // insufficient resources: too many
												// connections
			case "57" -> ofIntervention(state);
			case "08" -> switch (state) {
				case "08004" -> FailureKind.REFUSED;
				case "08P01" -> FailureKind.PROTOCOL;
				default -> null;
			};
			default -> null;
		};
	}

	private static @Nullable FailureKind ofIntervention(String state) {
		return switch (state) {
			case "57014" -> FailureKind.TIMEOUT; // query canceled
			case "57P03" -> FailureKind.REFUSED; // the server is starting up or shutting
													// down
			default -> state.startsWith("57P") ? FailureKind.CLOSED_BY_PEER : null;
		};
	}

	/**
	 * Classifies a connection error of a database, which may stand for any reason.
	 * @param failure a {@link SQLException}
	 * @param wasUp whether the connection was up
	 * @return the kind, or {@code null} if it is no connection error
	 */
	static @Nullable FailureKind ofSqlConnection(Throwable failure, boolean wasUp) {
		// Some drivers and pools give no state, but a type.
		boolean lost = failure instanceof SQLNonTransientConnectionException
				|| failure instanceof SQLTransientConnectionException || failure instanceof SQLRecoverableException;
		if (!lost && !stateOf(failure).startsWith("08")) {
			return null;
		}
		if (wasUp) {
			return FailureKind.RESET;
		}
		return String.valueOf(failure.getMessage()).contains("timed out") ? FailureKind.TIMEOUT
				: FailureKind.UNREACHABLE;
	}

	private static String stateOf(Throwable failure) {
		String state = (failure instanceof SQLException sql) ? sql.getSQLState() : null;
		return (state != null) ? state : "";
	}

	/**
	 * Classifies the answer to the handshake of a WebSocket by its HTTP status.
	 * @param failure a {@link WebSocketHandshakeException}
	 * @return the kind, or {@code null} if there is no answer
	 */
	static @Nullable FailureKind ofHandshake(Throwable failure) {
		if (!(failure instanceof WebSocketHandshakeException handshake) || handshake.getResponse() == null) {
			return null;
		}
		return switch (handshake.getResponse().statusCode()) {
			case 401, 403, 407 -> FailureKind.AUTHENTICATION;
			case 408, 504 -> FailureKind.TIMEOUT;
			case 429, 502, 503 -> FailureKind.REFUSED;
			default -> FailureKind.PROTOCOL;
		};
	}

}
