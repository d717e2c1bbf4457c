package io.connectionmanager.sample;

import java.time.Duration;

import io.connectionmanager.spring.ConnectedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs what an outage meant to this application: for how long it had no prices. The
 * outage itself is in the log already; connection-manager writes it.
 */
@Component
class PriceGapLog {

	private static final Logger logger = LoggerFactory.getLogger(PriceGapLog.class);

	private final PriceBoard board;

	PriceGapLog(PriceBoard board) {
		this.board = board;
	}

	@EventListener
	void on(ConnectedEvent<?> event) {
		this.board.latestAt(event.name())
			.map((latest) -> Duration.between(latest, event.at()))
			.filter((gap) -> !gap.isNegative())
			.ifPresent((gap) -> logger.info("{}: no price for {} s", event.name(),
					"%.1f".formatted(gap.toMillis() / 1000.0)));
	}

}
