package io.connectionmanager.engine.exclusive;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.engine.claims.Moment;

/**
 * Receives the answers of the store, on any thread.
 */
interface StoreReplies {

	/**
	 * The lease was to be renewed.
	 * @param change the change of the own entry
	 * @param result the result, or {@code null} if it is unknown
	 * @param sent when the change was sent, or some time before
	 */
	void renewed(Change change, @Nullable Result result, Moment sent);

	/**
	 * Entries were to be listed.
	 * @param entries the entries, or {@code null} if there was no answer
	 */
	void looked(@Nullable Map<String, Entry> entries);

	/**
	 * Claims were to be changed.
	 * @param results the results, or {@code null} if they are unknown
	 */
	void applied(@Nullable List<Result> results);

	/**
	 * The store notifies of changes from now on.
	 */
	void watching();

	/**
	 * A claim may have changed.
	 */
	void hint();

}
