package io.connectionmanager.mqtt;

import java.util.Locale;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * Translates the failures of the client library and the reason codes of MQTT 5. A failure
 * that is none of the protocol's, such as a refused connection, is left to the standard
 * classifier.
 */
final class MqttFailures {

	private final String clientId;

	MqttFailures(String clientId) {
		this.clientId = clientId;
	}

	Throwable translate(Throwable failure, MqttDisconnectSource source) {
		if (source == MqttDisconnectSource.USER) {
			return new ConnectionFailedException(FailureKind.REQUESTED, "The application disconnected the client",
					failure);
		}
		if (source == MqttDisconnectSource.CLIENT && failure instanceof Mqtt5DisconnectException disconnect) {
			return ofClient(disconnect);
		}
		return translate(failure);
	}

	Throwable translate(Throwable failure) {
		if (failure instanceof Mqtt5ConnAckException refused) {
			return ofConnAck(refused, refused.getMqttMessage().getReasonCode());
		}
		if (failure instanceof Mqtt5DisconnectException disconnect) {
			return ofServer(disconnect, disconnect.getMqttMessage().getReasonCode());
		}
		if (failure instanceof Mqtt5SubAckException refused) {
			return ofSubAck(refused);
		}
		if (failure instanceof ConnectionClosedException && failure.getCause() == null) {
			return ofClosed(failure);
		}
		return failure;
	}

	private RuntimeException ofConnAck(Throwable cause, Mqtt5ConnAckReasonCode code) {
		String message = "The broker refused the connection: " + text(code);
		return switch (code) {
			case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD ->
				new ConnectionFailedException(FailureKind.AUTHENTICATION, message, cause);
			case CLIENT_IDENTIFIER_NOT_VALID -> new ConnectionRejectedException(
					"The broker does not accept the client id '%s'".formatted(this.clientId), cause);
			case UNSUPPORTED_PROTOCOL_VERSION ->
				new ConnectionRejectedException("The broker does not support MQTT 5", cause);
			case BANNED, SERVER_MOVED, TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID,
					RETAIN_NOT_SUPPORTED, QOS_NOT_SUPPORTED ->
				new ConnectionRejectedException(message, cause);
			case MALFORMED_PACKET, PROTOCOL_ERROR ->
				new ConnectionFailedException(FailureKind.PROTOCOL, message, cause);
			default -> new ConnectionFailedException(FailureKind.OTHER, message, cause);
		};
	}

	private RuntimeException ofServer(Throwable cause, Mqtt5DisconnectReasonCode code) {
		String message = "The broker closed the connection: " + text(code);
		return switch (code) {
			case SESSION_TAKEN_OVER -> new ConnectionRejectedException(
					("Another client connected with the client id '%s': the broker allows one connection for each id. "
							+ "Set a unique client id.")
						.formatted(this.clientId),
					cause);
			case SERVER_MOVED -> new ConnectionRejectedException(message, cause);
			case NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD ->
				new ConnectionFailedException(FailureKind.AUTHENTICATION, message, cause);
			case KEEP_ALIVE_TIMEOUT -> new ConnectionFailedException(FailureKind.LIVENESS, message, cause);
			case NORMAL_DISCONNECTION, DISCONNECT_WITH_WILL_MESSAGE, SERVER_BUSY, SERVER_SHUTTING_DOWN,
					MESSAGE_RATE_TOO_HIGH, QUOTA_EXCEEDED, ADMINISTRATIVE_ACTION, USE_ANOTHER_SERVER,
					CONNECTION_RATE_EXCEEDED, MAXIMUM_CONNECT_TIME ->
				new ConnectionFailedException(FailureKind.CLOSED_BY_PEER, message, cause);
			case UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR ->
				new ConnectionFailedException(FailureKind.OTHER, message, cause);
			default -> new ConnectionFailedException(FailureKind.PROTOCOL, message, cause);
		};
	}

	/** The client library disconnects when the broker violates the protocol. */
	private static RuntimeException ofClient(Mqtt5DisconnectException cause) {
		if (isTimeout(cause)) {
			return new ConnectionFailedException(FailureKind.TIMEOUT, "The broker did not answer in time", cause);
		}
		return new ConnectionFailedException(FailureKind.PROTOCOL,
				"The broker violated the protocol: " + text(cause.getMqttMessage().getReasonCode()), cause);
	}

	private static RuntimeException ofSubAck(Mqtt5SubAckException cause) {
		Mqtt5SubAckReasonCode code = cause.getMqttMessage()
			.getReasonCodes()
			.stream()
			.filter(Mqtt5ReasonCode::isError)
			.findFirst()
			.orElse(Mqtt5SubAckReasonCode.UNSPECIFIED_ERROR);
		String message = "The broker refused a subscription: " + text(code);
		return switch (code) {
			case NOT_AUTHORIZED -> new ConnectionFailedException(FailureKind.AUTHENTICATION, message, cause);
			case TOPIC_FILTER_INVALID, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,
					SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED ->
				new ConnectionRejectedException(message, cause);
			default -> new ConnectionFailedException(FailureKind.OTHER, message, cause);
		};
	}

	private RuntimeException ofClosed(Throwable cause) {
		return isTimeout(cause)
				? new ConnectionFailedException(FailureKind.LIVENESS, "The broker did not answer a ping", cause)
				: new ConnectionFailedException(FailureKind.CLOSED_BY_PEER,
						("The broker closed the connection without a reason; some brokers do so when another client "
								+ "connects with the same client id, which is '%s'")
							.formatted(this.clientId),
						cause);
	}

	/** The client library has no type for it. */
	private static boolean isTimeout(Throwable failure) {
		return String.valueOf(failure.getMessage()).startsWith("Timeout while");
	}

	private static String text(Enum<?> code) {
		return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
