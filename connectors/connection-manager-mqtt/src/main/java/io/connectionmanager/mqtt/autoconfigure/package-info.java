/**
 * Auto-configuration of the MQTT connector.
 */
@NullMarked
package io.connectionmanager.mqtt.autoconfigure;

import org.jspecify.annotations.NullMarked;
