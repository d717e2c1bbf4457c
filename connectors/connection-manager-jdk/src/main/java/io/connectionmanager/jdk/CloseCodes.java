package io.connectionmanager.jdk;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * What the status codes that close a WebSocket mean.
 *
 * @see <a href="https://www.iana.org/assignments/websocket/websocket.xhtml">the registry
 * of codes</a>
 */
final class CloseCodes {

	private static final int POLICY_VIOLATION = 1008;

	private CloseCodes() {
	}

	/**
	 * Returns the cause of a loss.
	 * @param code the status code that the server closed the connection with
	 * @param reason the reason that it gave, or an empty text
	 * @return the cause
	 */
	static Throwable toFailure(int code, String reason) {
		String message = "The server closed the connection with code %d%s%s".formatted(code, nameOf(code),
				reason.isEmpty() ? "" : ": " + reason);
		if (code == POLICY_VIOLATION) {
			return new ConnectionRejectedException(message);
		}
		FailureKind kind = switch (code) {
			case 1002, 1003, 1007, 1009, 1010 -> FailureKind.PROTOCOL;
			case 1011 -> FailureKind.OTHER;
			case 1015 -> FailureKind.TLS;
			default -> FailureKind.CLOSED_BY_PEER;
		};
		return new ConnectionFailedException(kind, message, null);
	}

	private static String nameOf(int code) {
		return switch (code) {
			case 1000 -> " (normal closure)";
			case 1001 -> " (going away)";
			case 1002 -> " (protocol error)";
			case 1003 -> " (unsupported data)";
			case 1005 -> " (no status)";
			case 1006 -> " (no closing handshake)";
			case 1007 -> " (invalid data)";
			case POLICY_VIOLATION -> " (policy violation)";
			case 1009 -> " (message too big)";
			case 1010 -> " (missing extension)";
			case 1011 -> " (internal error)";
			case 1012 -> " (service restart)";
			case 1013 -> " (try again later)";
			case 1014 -> " (bad gateway)";
			default -> "";
		};
	}

}
