package io.connectionmanager.sample;

import java.math.BigDecimal;
import java.net.ProtocolException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price, as it stands on a line of the feed.
 *
 * @param symbol what is traded
 * @param value its price
 */
record Price(String symbol, BigDecimal value) {

	private static final Pattern LINE = Pattern.compile("([A-Z]+) (\\d+\\.\\d+)");

	static Price parse(String line) throws ProtocolException {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			// What was not expected may be of any length.
			throw new ProtocolException("Not a price: '%.40s'".formatted(line));
		}
		return new Price(matcher.group(1), new BigDecimal(matcher.group(2)));
	}

	@Override
	public String toString() {
		return this.symbol + " " + this.value;
	}

}
