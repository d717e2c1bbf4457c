package io.connectionmanager.sample.server;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The invented prices of one topic, each on a random walk. Not safe for use by several
 * threads.
 */
final class PriceWalk {

	private static final Map<String, Map<String, Double>> TOPICS = Map.of( //
			"prices", Map.of("AAPL", 187.12, "MSFT", 412.30, "SAP", 176.84), //
			"quotes", Map.of("EURUSD", 1.0841, "GBPUSD", 1.2650, "USDCHF", 0.8812));

	private static final double STEP = 0.001;

	private final List<String> symbols;

	private final Map<String, Double> prices;

	private PriceWalk(Map<String, Double> prices) {
		this.symbols = List.copyOf(prices.keySet());
		this.prices = new HashMap<>(prices);
	}

	static Optional<PriceWalk> of(String topic) {
		return Optional.ofNullable(TOPICS.get(topic)).map(PriceWalk::new);
	}

	/**
	 * Returns the next line of the feed: a symbol and its new price.
	 * @return the line, such as {@code AAPL 187.12}
	 */
	String next() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String symbol = this.symbols.get(random.nextInt(this.symbols.size()));
		double price = this.prices.merge(symbol, random.nextDouble(-STEP, STEP), (last, step) -> last * (1 + step));
		return String.format(Locale.ROOT, (price < 10) ? "%s %.4f" : "%s %.2f", symbol, price);
	}

}
