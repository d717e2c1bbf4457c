package io.connectionmanager;

import java.io.EOFException;
import java.io.FileNotFoundException;
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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

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

	/** How an end of the connection is called, in lower case. */
	private static final Pattern END = Pattern
		.compile("\\bclosed\\b|\\beof\\b|\\bend of (?:file|stream|input)\\b|\\breceived no bytes\\b|\\bgoaway\\b");

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
			// A connection that ended may have ended for a reason that is further inside.
			if (vague == null || vague == FailureKind.CLOSED_BY_PEER) {
				FailureKind next = vague(cause, wasUp);
				vague = (next != null) ? next : vague;
			}
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
		FailureKind ofClient = ClientFailures.specific(cause);
		if (ofClient != null) {
			return ofClient;
		}
		if (isOf(cause, "javax.net.ssl.SSLException") || cause instanceof GeneralSecurityException) {
			return isTornDown(cause) ? null : FailureKind.TLS;
		}
		if (cause instanceof ProtocolException || cause instanceof StreamCorruptedException
				|| cause instanceof CharacterCodingException || cause instanceof IllegalArgumentException
				|| cause instanceof IndexOutOfBoundsException || cause instanceof ZipException) {
			return FailureKind.PROTOCOL;
		}
		if (isFile(cause)) {
			return ofFile(cause);
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
		// Also before the connection was ready: for a peer that accepts and hangs up, it
		// is a race which of the two it was.
		if (cause instanceof ConnectionLostException && causeOf(cause) == null) {
			return FailureKind.CLOSED_BY_PEER;
		}
		if (isOf(cause, "javax.net.ssl.SSLException")) {
			return FailureKind.TLS;
		}
		if (cause instanceof IOException && isEnd(cause)) {
			return FailureKind.CLOSED_BY_PEER;
		}
		return isOf(cause, "java.sql.SQLException") ? PeerCodes.ofSqlConnection(cause, wasUp)
				: ClientFailures.vague(cause);
	}

	private static @Nullable FailureKind ofSocket(SocketException cause) {
		if (cause instanceof NoRouteToHostException) {
			return FailureKind.UNREACHABLE;
		}
		if (cause instanceof PortUnreachableException) {
			return FailureKind.REFUSED;
		}
		FailureKind kind = ofMessage(cause);
		if (kind != null) {
			return kind;
		}
		if (cause instanceof BindException) {
			// There is no local address, or no port of it, to connect from.
			return FailureKind.UNREACHABLE;
		}
		if (cause instanceof ConnectException) {
			if (isUnresolved(cause)) {
				return FailureKind.UNRESOLVED;
			}
			// The HTTP client of the JDK wraps whatever kept it from connecting.
			return (causeOf(cause) instanceof SocketException) ? null : FailureKind.REFUSED;
		}
		return isEnd(cause) ? FailureKind.CLOSED_BY_PEER : null;
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
		if (message.contains("unable to tunnel") || message.startsWith("socks") || message.endsWith("socks server")) {
			FailureKind kind = ofProxy(message);
			if (kind != null) {
				return kind;
			}
		}
		if (message.contains("refused")) {
			return FailureKind.REFUSED;
		}
		if (message.contains("no such file or directory")) {
			return FailureKind.REFUSED; // the socket of another process
		}
		if (message.contains("permission denied")) {
			return FailureKind.AUTHENTICATION;
		}
		if (message.contains("unreachable") || message.contains("no route") || message.contains("network is down")
				|| message.contains("host is down")) {
			return FailureKind.UNREACHABLE;
		}
		if (message.contains("timed out")) {
			return FailureKind.TIMEOUT;
		}
		if (message.contains("reset") || message.contains("broken pipe") || message.contains("abort")
				|| message.contains("rst_stream")) {
			return FailureKind.RESET;
		}
		return null;
	}

	/** What a proxy has to say, and what it says about the peer if it is no code. */
	private static @Nullable FailureKind ofProxy(String message) {
		if (message.contains(" 407") || message.contains("authentication failed")
				|| message.contains("no acceptable methods") || message.contains("not allowed by ruleset")) {
			return FailureKind.AUTHENTICATION;
		}
		return message.contains("malformed reply") ? FailureKind.PROTOCOL : null;
	}

	/** Whether its text speaks of an end, which may have a reason. */
	static boolean isEnd(Throwable cause) {
		return END.matcher(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT)).find();
	}

	/** Whether it is about a file: a socket, a device, a certificate. */
	private static boolean isFile(Throwable cause) {
		return cause instanceof FileSystemException || cause instanceof FileNotFoundException;
	}

	/** By the type: the message may be just the name of the file. */
	private static @Nullable FailureKind ofFile(Throwable cause) {
		if (cause instanceof AccessDeniedException) {
			return FailureKind.AUTHENTICATION;
		}
		if (cause instanceof NoSuchFileException) {
			return FailureKind.REFUSED;
		}
		if (cause instanceof FileNotFoundException) {
			return String.valueOf(cause.getMessage()).endsWith("(Permission denied)") ? FailureKind.AUTHENTICATION
					: FailureKind.REFUSED;
		}
		return null;
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof TimeoutException || cause instanceof SocketTimeoutException
				|| cause instanceof InterruptedByTimeoutException
				|| cause instanceof InterruptedIOException && cause.getMessage() != null
						&& cause.getMessage().toLowerCase(Locale.ROOT).contains("timed out")
				|| isOf(cause, "java.net.http.HttpTimeoutException")
				|| isOf(cause, "io.netty.handler.timeout.TimeoutException")
				|| isOf(cause, "io.netty.handler.ssl.SslHandshakeTimeoutException")
				|| isOf(cause, "io.lettuce.core.RedisCommandTimeoutException")
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
				|| isOf(cause, "javax.security.sasl.SaslException")
				|| isOf(cause, "javax.naming.AuthenticationException")
				|| isOf(cause, "java.sql.SQLInvalidAuthorizationSpecException");
	}

	/** Whether what is secured broke, and not its security: the reason is inside. */
	private static boolean isTornDown(Throwable cause) {
		Throwable inner = causeOf(cause);
		if (inner instanceof SocketException) {
			return true; // in the handshake as well
		}
		return cause.getClass().getName().equals("javax.net.ssl.SSLException") && inner instanceof IOException
				&& !isFile(inner);
	}

	/** Whether it is of a type of a module that need not be there. */
	static boolean isOf(Throwable cause, String typeName) {
		for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(typeName)) {
				return true;
			}
		}
		return false;
	}

}
