package io.connectionmanager;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of failure that exceptions of well-known clients stand for, where nothing but
 * their type or their text reveals it. The clients need not be present.
 */
final class ClientFailures {

	/** How Redis denies access: the beginnings of its answers. */
	private static final List<String> REDIS_DENIALS = List.of("NOAUTH ", "WRONGPASS ", "NOPERM ",
			"ERR invalid password", "ERR AUTH ", "ERR Client sent AUTH");

	private ClientFailures() {
	}

	/**
	 * Classifies a failure that says why.
	 * @param cause the failure
	 * @return the kind, or {@code null} if it is unknown
	 */
	static @Nullable FailureKind specific(Throwable cause) {
		// Its message says that the login was refused, not the connection.
		if (isOf(cause, "com.rabbitmq.client.PossibleAuthenticationFailureException")
				|| isOf(cause, "io.nats.client.AuthenticationException")) {
			return FailureKind.AUTHENTICATION;
		}
		if (isOf(cause, "com.rabbitmq.client.MalformedFrameException")) {
			return FailureKind.PROTOCOL;
		}
		return isOf(cause, "io.lettuce.core.RedisCommandExecutionException") ? ofRedis(text(cause)) : null;
	}

	private static @Nullable FailureKind ofRedis(String answer) {
		if (REDIS_DENIALS.stream().anyMatch(answer::startsWith)) {
			return FailureKind.AUTHENTICATION;
		}
		return answer.startsWith("LOADING ") || answer.startsWith("ERR max number of clients") ? FailureKind.REFUSED
				: null;
	}

	/**
	 * Classifies a failure that may have a reason inside.
	 * @param cause the failure
	 * @return the kind, or {@code null} if it is unknown
	 */
	static @Nullable FailureKind vague(Throwable cause) {
		if (isOf(cause, "io.netty.handler.codec.DecoderException")
				|| isOf(cause, "io.lettuce.core.protocol.RedisProtocolException")) {
			return FailureKind.PROTOCOL;
		}
		boolean closed = isOf(cause, "com.hivemq.client.mqtt.exceptions.ConnectionClosedException")
				|| isOf(cause, "io.lettuce.core.RedisConnectionException") && StandardFailureClassifier.isEnd(cause)
				|| isOf(cause, "com.rabbitmq.client.ShutdownSignalException")
						&& text(cause).contains("CONNECTION_FORCED");
		return closed ? FailureKind.CLOSED_BY_PEER : null;
	}

	private static String text(Throwable cause) {
		return String.valueOf(cause.getMessage());
	}

	private static boolean isOf(Throwable cause, String typeName) {
		return StandardFailureClassifier.isOf(cause, typeName);
	}

}
