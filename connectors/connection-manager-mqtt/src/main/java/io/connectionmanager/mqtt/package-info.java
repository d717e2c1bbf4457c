/**
 * A ready-made connector for MQTT 5, with the HiveMQ client. Without Spring, use
 * {@link io.connectionmanager.mqtt.MqttConnector#builder()}.
 */
@NullMarked
package io.connectionmanager.mqtt;

import org.jspecify.annotations.NullMarked;
