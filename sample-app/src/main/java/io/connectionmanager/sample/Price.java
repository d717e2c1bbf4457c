package io.connectionmanager.sample;

import java.math.BigDecimal;

/**
 * A price, as it stands on a line of the feed.
 *
 * @param symbol what is traded
 * @param value its price
 */
record Price(String symbol, BigDecimal value) {

	static Price parse(String line) {
		int space = line.indexOf(' ');
		if (space < 0) {
			throw new IllegalArgumentException("Not a price: '%s'".formatted(line));
		}
		return new Price(line.substring(0, space), new BigDecimal(line.substring(space + 1)));
	}

	@Override
	public String toString() {
		return this.symbol + " " + this.value;
	}

}
