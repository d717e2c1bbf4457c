package io.connectionmanager.sample;

import java.time.Instant;

/**
 * A price has come, published as an event of the application.
 *
 * @param topic the name of the connection that it came over
 * @param symbol what is traded
 * @param value its price
 * @param at when it came
 * @param count how many prices have come over that connection, with this one
 */
public record PriceReceived(String topic, String symbol, String value, Instant at, long count) {

}
