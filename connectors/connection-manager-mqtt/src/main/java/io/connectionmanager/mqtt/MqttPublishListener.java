package io.connectionmanager.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;

/**
 * Receives every message of an MQTT connection, whoever subscribed to its topic. An
 * application supplies it as a bean, or to the builder of {@link MqttConnector}.
 * <ul>
 * <li><b>Threads.</b> Called on a thread of the client library, one call at a time for
 * each connection. A call that blocks delays the messages of its connection and possibly
 * those of others; it does not affect whether the connection is considered alive. If the
 * manager closes the connection, the call under way is interrupted after half a
 * second.</li>
 * <li><b>Acknowledgement.</b> A message with quality of service 1 or 2 is acknowledged
 * when it is passed to the listener.</li>
 * <li><b>Exceptions.</b> An exception is logged; the next message is delivered.</li>
 * </ul>
 */
@FunctionalInterface
public interface MqttPublishListener {

	/**
	 * Called for each message.
	 * @param publish the message
	 */
	void onPublish(Mqtt5Publish publish);

}
