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
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Classifies by the first exception of a chain of causes, from the outside in, that is
 * specific. One that is vague (a rejection, an error code for any trouble with a
 * connection) decides only where nothing inside is specific.
 */
final class StandardFailureClassifier implements FailureClassifier {

	static final StandardFailureClassifier INSTANCE = new StandardFailureClassifier();

	/** How far to follow causes: a chain may be a circle. */
	private static final int DEPTH = 1_000;

	private StandardFailureClassifier() {
	}

	@Override
	public FailureKind classify(ConnectionTransition transition) {
		if (transition.cause().isEmpty()) {
			return FailureKind.REQUESTED;
		}
		boolean wasUp = transition.from() == ConnectionState.CONNECTED;
		FailureKind vague = null;
		Throwable cause = transition.cause().get();
		for (int i = 0; cause != null && i < DEPTH; i++) {
			FailureKind kind = specific(cause, wasUp);
			if (kind != null) {
				return kind;
			}
			vague = (vague != null) ? vague : vague(cause, wasUp);
			cause = causeOf(cause);
		}
		return (vague != null) ? vague : FailureKind.OTHER;
	}

	/** A failure that cannot say its cause has none. */
	private static @Nullable Throwable causeOf(Throwable failure) {
		try {
			return failure.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static @Nullable FailureKind specific(Throwable cause, boolean wasUp) {
		if (cause instanceof ConnectionFailedException failure) {
			return failure.kind();
		}
		if (cause instanceof KeepAliveTimeoutException) {
			return FailureKind.LIVENESS;
		}
		if (cause instanceof SocketException socketException) {
			return ofSocket(socketException);
		}
		if (isUnknownName(cause)) {
			return FailureKind.UNRESOLVED;
		}
		if (cause instanceof ConnectTimeoutException) {
			return FailureKind.TIMEOUT;
		}
		if (isTimeout(cause)) {
			return wasUp ? FailureKind.LIVENESS : FailureKind.TIMEOUT;
		}
		if (isClosedChannel(cause)) {
			return FailureKind.CLOSED_BY_PEER;
		}
		if (isAuthentication(cause)) {
			return FailureKind.AUTHENTICATION;
		}
		if (isOf(cause, "javax.net.ssl.SSLException") || cause instanceof GeneralSecurityException) {
			return isTornDown(cause) ? null : FailureKind.TLS;
		}
		if (cause instanceof ProtocolException || cause instanceof StreamCorruptedException
				|| cause instanceof CharacterCodingException || cause instanceof IllegalArgumentException
				|| cause instanceof IndexOutOfBoundsException) {
			return FailureKind.PROTOCOL;
		}
		if (isOf(cause, "java.sql.SQLException")) {
			return PeerCodes.ofSql(cause);
		}
		if (isOf(cause, "java.net.http.WebSocketHandshakeException")) {
			return PeerCodes.ofHandshake(cause);
		}
		return ofMessage(cause);
	}

	private static @Nullable FailureKind vague(Throwable cause, boolean wasUp) {
		if (cause instanceof ConnectionRejectedException) {
			return FailureKind.REJECTED;
		}
		if (cause instanceof ConnectionLostException && causeOf(cause) == null && wasUp) {
			return FailureKind.CLOSED_BY_PEER;
		}
		if (isOf(cause, "javax.net.ssl.SSLException")) {
			return FailureKind.TLS;
		}
		return isOf(cause, "java.sql.SQLException") ? PeerCodes.ofSqlConnection(cause, wasUp) : null;
	}

	private static @Nullable FailureKind ofSocket(SocketException cause) {
		if (cause instanceof NoRouteToHostException) {
			return FailureKind.UNREACHABLE;
		}
		if (cause instanceof PortUnreachableException) {
			return FailureKind.REFUSED;
		}
		FailureKind kind = ofMessage(cause);
		if (kind != null || cause instanceof BindException) {
			return kind;
		}
		if (cause instanceof ConnectException) {
			return isUnresolved(cause) ? FailureKind.UNRESOLVED : FailureKind.REFUSED;
		}
		return null;
	}

	/** The HTTP client of the JDK reports it as a failure to connect. */
	private static boolean isUnresolved(Throwable failure) {
		Throwable cause = causeOf(failure);
		for (int i = 0; cause != null && i < DEPTH; i++) {
			if (isUnknownName(cause)) {
				return true;
			}
			cause = causeOf(cause);
		}
		return false;
	}

	private static boolean isUnknownName(Throwable cause) {
		return cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException;
	}

	/** What the operating system has to say comes only as text. */
	private static @Nullable FailureKind ofMessage(Throwable cause) {
		if (!(cause instanceof IOException) || cause.getMessage() == null) {
			return null;
		}
		String message = cause.getMessage().toLowerCase(Locale.ROOT);
		if (message.contains("refused")) {
			return FailureKind.REFUSED;
		}
		if (message.contains("unreachable") || message.contains("no route")) {
			return FailureKind.UNREACHABLE;
		}
		if (message.contains("timed out")) {
			return FailureKind.TIMEOUT;
		}
		if (message.contains("reset") || message.contains("broken pipe") || message.contains("abort")) {
			return FailureKind.RESET;
		}
		return message.contains("socket closed") || message.contains("stream closed") ? FailureKind.CLOSED_BY_PEER
				: null;
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof SocketTimeoutException
				|| cause instanceof InterruptedByTimeoutException
				|| cause instanceof InterruptedIOException && cause.getMessage() != null
						&& cause.getMessage().toLowerCase(Locale.ROOT).contains("timed out")
				|| isOf(cause, "java.net.http.HttpTimeoutException")
				|| isOf(cause, "io.netty.handler.timeout.TimeoutException")
				|| isOf(cause, "java.sql.SQLTimeoutException");
	}

	private static boolean isClosedChannel(Throwable cause) {
		return cause instanceof EOFException || cause instanceof ClosedChannelException
				|| isOf(cause, "io.netty.handler.ssl.SslClosedEngineException")
				|| isOf(cause, "reactor.netty.channel.AbortedException")
				|| isOf(cause, "reactor.netty.http.client.PrematureCloseException");
	}

	private static boolean isAuthentication(Throwable cause) {
		return cause instanceof SecurityException || isOf(cause, "javax.security.auth.login.LoginException")
				|| isOf(cause, "javax.security.sasl.SaslException");
	}

	/** Whether what is secured broke, and not its security: the reason is inside. */
	private static boolean isTornDown(Throwable cause) {
		return cause.getClass().getName().equals("javax.net.ssl.SSLException") && causeOf(cause) instanceof IOException;
	}

	/** Whether it is of a type of a module that need not be there. */
	private static boolean isOf(Throwable cause, String typeName) {
		for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(typeName)) {
				return true;
			}
		}
		return false;
	}

}
