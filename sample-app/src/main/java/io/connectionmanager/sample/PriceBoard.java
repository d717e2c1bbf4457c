package io.connectionmanager.sample;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Shows prices for as long as there are any. Each connection is a new one, so the board
 * listens to each.
 */
@Component
public class PriceBoard {

	private static final Logger logger = LoggerFactory.getLogger(PriceBoard.class);

	private static final int LOG_EVERY = 20;

	private final Map<String, Long> counts = new ConcurrentHashMap<>();

	private final Map<String, PriceReceived> latest = new ConcurrentHashMap<>();

	private final ApplicationEventPublisher events;

	PriceBoard(ApplicationEventPublisher events) {
		this.events = events;
	}

	@OnConnected("prices")
	void showPrices(PriceFeed feed) {
		feed.onPrice((price) -> show("prices", price));
	}

	@OnDisconnected("prices")
	void pricesAreOld() {
		logger.info("The prices that are shown are old from now on");
	}

	void show(String topic, Price price) {
		long count = this.counts.merge(topic, 1L, Long::sum);
		PriceReceived received = new PriceReceived(topic, price.symbol(), price.value().toString(), Instant.now(),
				count);
		this.latest.put(topic + " " + price.symbol(), received);
		this.events.publishEvent(received);
		// One line in a while is enough to see that they come.
		if (count % LOG_EVERY == 0) {
			logger.info("{}: {} ({} in all)", topic, price, count);
		}
	}

	/**
	 * Returns the latest price of each symbol; old ones, where a connection is down.
	 * @return the prices, by topic and symbol
	 */
	public List<PriceReceived> latest() {
		return this.latest.values()
			.stream()
			.sorted(Comparator.comparing(PriceReceived::topic).thenComparing(PriceReceived::symbol))
			.toList();
	}

	/**
	 * Returns when the latest price of a topic came.
	 * @param topic the name of its connection
	 * @return the time, or empty if there was none yet
	 */
	Optional<Instant> latestAt(String topic) {
		return this.latest.values()
			.stream()
			.filter((price) -> price.topic().equals(topic))
			.map(PriceReceived::at)
			.max(Comparator.naturalOrder());
	}

	long received() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

}
