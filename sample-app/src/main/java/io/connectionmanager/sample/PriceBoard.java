package io.connectionmanager.sample;

import java.util.concurrent.atomic.AtomicLong;

import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Shows prices for as long as there are any. Each connection is a new one, so it is
 * listened to anew.
 */
@Component
class PriceBoard {

	private static final Logger logger = LoggerFactory.getLogger(PriceBoard.class);

	private static final int SHOW_EVERY = 20;

	private final AtomicLong received = new AtomicLong();

	@OnConnected("prices")
	void showPrices(PriceFeed feed) {
		feed.onPrice((price) -> show("prices", price));
	}

	@OnConnected("quotes")
	void showQuotes(PriceFeed feed) {
		feed.onPrice((price) -> show("quotes", price));
	}

	@OnDisconnected("prices")
	void pricesAreOld(@Nullable Throwable cause) {
		logger.info("The prices that were shown are old now ({})", (cause != null) ? cause.getMessage() : "stopped");
	}

	// One line in a while is enough to see that they come.
	private void show(String topic, Price price) {
		long count = this.received.incrementAndGet();
		if (count % SHOW_EVERY == 0) {
			logger.info("{}: {} ({} in all)", topic, price, count);
		}
	}

	long received() {
		return this.received.get();
	}

}
