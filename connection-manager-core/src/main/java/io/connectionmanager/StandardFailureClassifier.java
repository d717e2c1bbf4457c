package io.connectionmanager;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StreamCorruptedException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The default classifier. It classifies by the first exception in the chain of causes,
 * from the outside in, that it recognizes. A rejection counts only if no exception inside
 * it is more specific.
 */
final class StandardFailureClassifier implements FailureClassifier {

	static final StandardFailureClassifier INSTANCE = new StandardFailureClassifier();

	/** How many causes to follow: a chain may be circular. */
	private static final int DEPTH = 16;

	private StandardFailureClassifier() {
	}

	@Override
	public FailureKind classify(ConnectionTransition transition) {
		if (transition.cause().isEmpty()) {
			return FailureKind.REQUESTED;
		}
		boolean wasUp = transition.from() == ConnectionState.CONNECTED;
		boolean rejected = false;
		Throwable cause = transition.cause().get();
		for (int i = 0; cause != null && i < DEPTH; i++) {
			rejected |= cause instanceof ConnectionRejectedException;
			Optional<FailureKind> kind = kindOf(cause, wasUp);
			if (kind.isPresent()) {
				return kind.get();
			}
			cause = cause.getCause();
		}
		return rejected ? FailureKind.REJECTED : FailureKind.OTHER;
	}

	private static Optional<FailureKind> kindOf(Throwable cause, boolean wasUp) {
		if (cause instanceof SocketException socketException) {
			return ofSocket(socketException);
		}
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return Optional.of(FailureKind.UNRESOLVED);
		}
		if (cause instanceof ConnectTimeoutException) {
			return Optional.of(FailureKind.TIMEOUT);
		}
		if (isTimeout(cause)) {
			return Optional.of(wasUp ? FailureKind.LIVENESS : FailureKind.TIMEOUT);
		}
		if (cause instanceof EOFException || cause instanceof ClosedChannelException) {
			return Optional.of(FailureKind.CLOSED_BY_PEER);
		}
		if (isAuthentication(cause)) {
			return Optional.of(FailureKind.AUTHENTICATION);
		}
		if (isOf(cause, "javax.net.ssl.SSLException") || cause instanceof GeneralSecurityException) {
			return Optional.of(FailureKind.TLS);
		}
		if (cause instanceof ProtocolException || cause instanceof StreamCorruptedException
				|| cause instanceof CharacterCodingException || cause instanceof IllegalArgumentException
				|| cause instanceof IndexOutOfBoundsException) {
			return Optional.of(FailureKind.PROTOCOL);
		}
		return (cause instanceof ConnectionLostException && cause.getCause() == null && wasUp)
				? Optional.of(FailureKind.CLOSED_BY_PEER) : ofMessage(cause);
	}

	private static Optional<FailureKind> ofSocket(SocketException cause) {
		if (cause instanceof NoRouteToHostException) {
			return Optional.of(FailureKind.UNREACHABLE);
		}
		if (cause instanceof PortUnreachableException) {
			return Optional.of(FailureKind.REFUSED);
		}
		Optional<FailureKind> kind = ofMessage(cause);
		if (kind.isPresent() || cause instanceof BindException) {
			return kind;
		}
		return (cause instanceof ConnectException) ? Optional.of(FailureKind.REFUSED) : Optional.empty();
	}

	/** The operating system reports its errors only as text. */
	private static Optional<FailureKind> ofMessage(Throwable cause) {
		if (!(cause instanceof IOException) || cause.getMessage() == null) {
			return Optional.empty();
		}
		String message = cause.getMessage().toLowerCase(Locale.ROOT);
		if (message.contains("refused")) {
			return Optional.of(FailureKind.REFUSED);
		}
		if (message.contains("unreachable") || message.contains("no route")) {
			return Optional.of(FailureKind.UNREACHABLE);
		}
		if (message.contains("timed out")) {
			return Optional.of(FailureKind.TIMEOUT);
		}
		if (message.contains("reset") || message.contains("broken pipe") || message.contains("abort")) {
			return Optional.of(FailureKind.RESET);
		}
		return Optional.empty();
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof InterruptedByTimeoutException
				|| cause instanceof InterruptedIOException && !(cause.getMessage() == null)
						&& cause.getMessage().toLowerCase(Locale.ROOT).contains("timed out")
				|| isOf(cause, "java.net.http.HttpTimeoutException");
	}

	private static boolean isAuthentication(Throwable cause) {
		return cause instanceof SecurityException || isOf(cause, "javax.security.auth.login.LoginException")
				|| isOf(cause, "javax.security.sasl.SaslException");
	}

	/** Whether it has a type of a module that may be absent. */
	private static boolean isOf(Throwable cause, String typeName) {
		for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(typeName)) {
				return true;
			}
		}
		return false;
	}

}
