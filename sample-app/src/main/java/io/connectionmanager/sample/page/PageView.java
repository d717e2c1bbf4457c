package io.connectionmanager.sample.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.sample.PriceBoard;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows. All of it is complete each time, but for the stretches: a browser
 * gets those that it does not have yet.
 *
 * @param now the server's time, which all other times are to be compared with
 * @param windowMillis how far back the bands go
 * @param latest the number of the latest stretch that the browser has with this view
 * @param news what a reader should be told of, absent if nothing has happened yet
 * @param server what is wrong with the price server
 * @param connections the connections, by name
 * @param outages the latest outages of all connections, the latest first
 */
record PageView(Instant now, long windowMillis, long latest, @Nullable News news, Server server,
		List<Connection> connections, List<PastOutage> outages) {

	/**
	 * What a reader should be told of.
	 *
	 * @param at when it happened
	 * @param text a sentence
	 */
	record News(Instant at, String text) {

	}

	/**
	 * What is wrong with the price server.
	 *
	 * @param fault what it does
	 * @param until when it is well again, absent if nothing is wrong
	 */
	record Server(String fault, @Nullable Instant until) {

	}

	/**
	 * A connection.
	 *
	 * @param name the name of the connection
	 * @param state the state
	 * @param since when the state was entered
	 * @param attempt the number of the latest attempt within the outage
	 * @param nextAttemptAt when the next attempt comes, absent if none is waited for
	 * @param lastFailure the latest failure, absent if there was none
	 * @param prices what has come over the connection
	 * @param stretches what the band shows, the latest last
	 */
	record Connection(String name, ConnectionState state, Instant since, int attempt, @Nullable Instant nextAttemptAt,
			@Nullable Failure lastFailure, PriceBoard.Received prices, List<Stretch> stretches) {

	}

	/**
	 * A failed attempt, or a loss.
	 *
	 * @param kind what kind of failure it was
	 * @param cause its type and message
	 * @param at when it happened
	 */
	record Failure(String kind, String cause, Instant at) {

	}

	/**
	 * A time in one state; it lasts until the next one begins.
	 *
	 * @param number its place among the stretches of all connections
	 * @param state the state
	 * @param begun when the state was entered
	 * @param attempt the number of the latest attempt within the outage
	 * @param kind what kind of failure led to it, absent if nothing failed
	 */
	record Stretch(long number, ConnectionState state, Instant begun, int attempt, @Nullable String kind) {

	}

	/**
	 * An outage.
	 *
	 * @param name the name of the connection
	 * @param begun when it began
	 * @param ended when it ended, absent while it lasts
	 * @param attempts how many attempts were made and are over
	 * @param causes how often what kind of failure occurred
	 */
	record PastOutage(String name, Instant begun, @Nullable Instant ended, int attempts, Map<String, Integer> causes) {

	}

}
