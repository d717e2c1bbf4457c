package io.connectionmanager.sample;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
public class PriceBoard {

	private static final Logger logger = LoggerFactory.getLogger(PriceBoard.class);

	/** Odd, because the topics come in turn: each is to be shown. */
	private static final int SHOW_EVERY = 21;

	private final AtomicLong received = new AtomicLong();

	private final Map<String, Received> topics = new ConcurrentHashMap<>();

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
		this.topics.compute(topic, (key, before) -> ((before != null) ? before : Received.NOTHING).and(price));
		long count = this.received.incrementAndGet();
		if (count % SHOW_EVERY == 0) {
			logger.info("{}: {} ({} in all)", topic, price, count);
		}
	}

	long received() {
		return this.received.get();
	}

	/**
	 * Returns what has come of one topic.
	 * @param topic the name of its connection
	 * @return the prices, old ones if the connection is down
	 */
	public Received received(String topic) {
		return this.topics.getOrDefault(topic, Received.NOTHING);
	}

	/**
	 * What has come of one topic.
	 *
	 * @param count how many prices
	 * @param latest the latest price of each symbol
	 */
	public record Received(long count, SortedMap<String, String> latest) {

		private static final Received NOTHING = new Received(0, new TreeMap<>());

		private Received and(Price price) {
			SortedMap<String, String> latest = new TreeMap<>(this.latest);
			latest.put(price.symbol(), price.value().toString());
			return new Received(this.count + 1, latest);
		}

	}

}
