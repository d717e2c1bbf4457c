package io.connectionmanager.sample;

import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes down every event of every connection.
 */
@Component
class ConnectionEventLog {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionEventLog.class);

	@EventListener
	void on(ConnectedEvent<PriceFeed> event) {
		logger.info("Event: {} connected, at attempt {}", event.name(), event.attempt());
	}

	@EventListener
	void on(DisconnectedEvent<PriceFeed> event) {
		logger.info("Event: {} disconnected, {}", event.name(), cause(event));
	}

	@EventListener
	void on(ConnectionAttemptFailedEvent event) {
		logger.info("Event: {} failed at attempt {}, {}", event.name(), event.attempt(), cause(event));
	}

	@EventListener
	void on(ConnectionSuspendedEvent event) {
		logger.info("Event: {} suspended after attempt {}", event.name(), event.attempt());
	}

	private static String cause(ConnectionEvent event) {
		return event.cause().map(Throwable::toString).orElse("on purpose");
	}

}
