package io.connectionmanager.spring.actuate;

import io.connectionmanager.ConnectionHistory;

/**
 * What is known of one connection besides what its manager says: how it was configured,
 * and what has happened.
 *
 * @param configuration how it was configured
 * @param history what has happened
 */
record ConnectionJournal(ConnectionConfiguration configuration, ConnectionHistory history) {

	ConnectionJournal(ConnectionConfiguration configuration) {
		this(configuration, new ConnectionHistory(configuration.historySize(), configuration.masking()));
	}

}
