package io.connectionmanager.rabbitmq;

import java.net.SocketException;
import java.util.Locale;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * Classifies the failures of the RabbitMQ client.
 */
final class RabbitFailures {

	/** How far to follow causes: a chain may be a circle. */
	private static final int DEPTH = 20;

	private RabbitFailures() {
	}

	/**
	 * Returns the exception to report for a failed attempt.
	 * @param failure the failure
	 * @param url where the attempt went
	 * @return the failure itself, or an exception that says its kind and has the failure
	 * as cause
	 * @throws Error if the failure is one
	 */
	static Exception ofOpening(Throwable failure, RabbitUrl url) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof AuthenticationFailureException
				|| failure instanceof PossibleAuthenticationFailureException && !isOfNetwork(failure)) {
			return new ConnectionFailedException(FailureKind.AUTHENTICATION, "The broker refused the credentials",
					failure);
		}
		AMQP.Connection.@Nullable Close close = closeOf(failure);
		if (close == null) {
			return isMalformed(failure) ? notAmqp(failure) : (Exception) failure;
		}
		if (close.getReplyCode() == AMQP.NOT_ALLOWED) {
			return ofNotAllowed(close, url, failure);
		}
		return new ConnectionFailedException(kindOf(close), "The broker refused the connection: " + textOf(close),
				failure);
	}

	/**
	 * The client suspects the credentials, whatever ended the connection at that point.
	 */
	private static boolean isOfNetwork(Throwable failure) {
		Throwable signal = failure.getCause();
		return signal != null && signal.getCause() instanceof SocketException;
	}

	/** The code is the same, whether there is no such virtual host or no more room. */
	private static Exception ofNotAllowed(AMQP.Connection.Close close, RabbitUrl url, Throwable failure) {
		String text = textOf(close);
		if (text.toLowerCase(Locale.ROOT).contains("limit")) {
			return new ConnectionFailedException(FailureKind.REFUSED, "The broker has no room: " + text, failure);
		}
		String hint = url.virtualHost().isEmpty()
				? " (the URL ends with a slash, so the name is empty: without the slash it is '/')" : "";
		return new ConnectionRejectedException(
				"The broker refused virtual host '%s'%s: %s".formatted(url.virtualHost(), hint, text), failure);
	}

	/**
	 * Returns the exception to report for a connection that has ended. The signal is no
	 * part of it: it refers to the connection, and whoever remembers the failure would
	 * retain that.
	 * @param signal the reason
	 * @return an exception that says its kind, or has the reason of the signal as cause
	 */
	static Exception ofShutdown(ShutdownSignalException signal) {
		if (signal.isInitiatedByApplication()) {
			return new ConnectionFailedException(FailureKind.REQUESTED, "The application closed the connection", null);
		}
		@Nullable Throwable cause = signal.getCause();
		if (cause instanceof MissedHeartbeatException) {
			return new ConnectionFailedException(FailureKind.LIVENESS, "The broker missed its heartbeats", cause);
		}
		if (signal.getReason() instanceof AMQP.Connection.Close close) {
			return new ConnectionFailedException(kindOf(close), "The broker closed the connection: " + textOf(close),
					null);
		}
		return (cause != null && isMalformed(cause)) ? notAmqp(cause)
				: new ConnectionLostException("The connection to the broker has ended", cause);
	}

	/** To the client, it is an I/O error, often without a message. */
	private static boolean isMalformed(Throwable failure) {
		@Nullable Throwable cause = failure;
		for (int i = 0; cause != null && i < DEPTH; i++) {
			if (cause instanceof MalformedFrameException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static ConnectionFailedException notAmqp(Throwable failure) {
		return new ConnectionFailedException(FailureKind.PROTOCOL,
				"The peer sent something that is not AMQP 0-9-1: is it the port of a broker?", failure);
	}

	private static AMQP.Connection.@Nullable Close closeOf(Throwable failure) {
		@Nullable Throwable cause = failure;
		for (int i = 0; cause != null && i < DEPTH; i++) {
			if (cause instanceof ShutdownSignalException signal
					&& signal.getReason() instanceof AMQP.Connection.Close close) {
				return close;
			}
			cause = cause.getCause();
		}
		return null;
	}

	private static FailureKind kindOf(AMQP.Connection.Close close) {
		return switch (close.getReplyCode()) {
			case AMQP.CONNECTION_FORCED -> FailureKind.CLOSED_BY_PEER;
			case AMQP.ACCESS_REFUSED -> FailureKind.AUTHENTICATION;
			case AMQP.FRAME_ERROR, AMQP.SYNTAX_ERROR, AMQP.COMMAND_INVALID, AMQP.CHANNEL_ERROR, AMQP.UNEXPECTED_FRAME,
					AMQP.NOT_IMPLEMENTED ->
				FailureKind.PROTOCOL;
			case AMQP.RESOURCE_ERROR -> FailureKind.REFUSED;
			default -> FailureKind.OTHER;
		};
	}

	private static String textOf(AMQP.Connection.Close close) {
		return "%d %s".formatted(close.getReplyCode(), close.getReplyText());
	}

}
