package io.connectionmanager.coordination.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.opentest4j.TestAbortedException;

import io.connectionmanager.connector.test.FaultProxy;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.coordination.CoordinationStore;

/**
 * What every {@link CoordinationStore} has to do right, as tests against a real server,
 * with a {@link FaultProxy} in between. A subclass says how to start the server and how
 * to create a store; what a store does not have is named in {@link #unsupported()}.
 * <pre class="code">
 * class LedgerStoreContractTests extends CoordinationStoreContract {
 *
 *     protected TestServer startServer() {
 *         return ServerProcess.program("ledger-server", "--port", "{port}").start();
 *     }
 *
 *     protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
 *         return LedgerStore.builder(server).timeout(timeout).build();
 *     }
 *
 * }
 * </pre>
 * <ul>
 * <li><b>Servers.</b> {@link #startServer()} is called once for the class. Each test has
 * a group of its own, and its entries are left behind.</li>
 * <li><b>Stores.</b> A test creates one or more stores, which share their entries, and
 * closes them.</li>
 * <li><b>Time.</b> Tests wait for conditions. Upper bounds are generous.</li>
 * </ul>
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class CoordinationStoreContract {

	private @Nullable TestServer server;

	private @Nullable StoreRun run;

	/**
	 * Returns the server, ready for stores. Called once for the class.
	 * @return the server, which is closed in the end
	 * @throws Exception if it cannot be started
	 */
	protected TestServer startServer() throws Exception {
		return new NoServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	/**
	 * Creates a store.
	 * @param server where the server can be reached; often a proxy. Meaningless if there
	 * is no {@link StoreFeature#NETWORK network}
	 * @param timeout the time within which a call ends
	 * @return the store
	 */
	protected abstract CoordinationStore createStore(InetSocketAddress server, Duration timeout);

	/**
	 * Returns what the store does not have.
	 * @return the reasons
	 */
	protected Map<StoreFeature, String> unsupported() {
		return Map.of();
	}

	/**
	 * Returns what must not be shown, such as the password.
	 * @return the secrets
	 */
	protected List<String> secrets() {
		return List.of();
	}

	/**
	 * Runs an action inside a transaction of the application, on the calling thread, and
	 * rolls the transaction back.
	 * @param action uses a store
	 * @throws Exception if there is no transaction
	 */
	protected void rollBack(Runnable action) throws Exception {
		throw new UnsupportedOperationException("Override this method, or name TRANSACTIONS as unsupported");
	}

	final void require(StoreFeature feature) {
		String reason = unsupported().get(feature);
		if (reason != null) {
			throw new TestAbortedException("%s: %s".formatted(feature, reason));
		}
	}

	final TestServer server() {
		return Objects.requireNonNull(this.server, "server");
	}

	private StoreRun run() {
		return Objects.requireNonNull(this.run, "run");
	}

	@BeforeAll
	void startServerOnce() throws Exception {
		this.server = startServer();
	}

	@AfterAll
	void closeServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@BeforeEach
	void startRun() {
		this.run = new StoreRun(this);
	}

	@AfterEach
	void closeRun() {
		run().close();
	}

	// Changes

	@Test
	void created_entry_is_listed_with_its_version() {
		new ChangeScenarios(run()).create();
	}

	@Test
	void existing_entry_is_not_created_again() {
		new ChangeScenarios(run()).createExisting();
	}

	@Test
	void versions_grow_with_each_change() {
		new ChangeScenarios(run()).replace();
	}

	@Test
	void entry_is_replaced_only_in_the_expected_version() {
		new ChangeScenarios(run()).replaceUnexpected();
	}

	@Test
	void entry_is_deleted_only_in_the_expected_version() {
		new ChangeScenarios(run()).delete();
	}

	@Test
	void created_again_an_entry_gets_no_version_that_it_had() {
		new ChangeScenarios(run()).recreate();
	}

	@Test
	void change_that_is_repeated_conflicts() {
		new ChangeScenarios(run()).repeat();
	}

	@Test
	void changes_of_a_batch_are_independent() {
		new ChangeScenarios(run()).batch();
	}

	@Test
	void empty_batch_has_no_results() {
		new ChangeScenarios(run()).emptyBatch();
	}

	@Test
	void values_are_kept_exactly() {
		new ChangeScenarios(run()).values();
	}

	// Contention

	@Test
	void one_of_many_creates_wins() throws Exception {
		new ContentionScenarios(run()).create();
	}

	@Test
	void one_of_many_replacements_of_a_version_wins() throws Exception {
		new ContentionScenarios(run()).replace();
	}

	@Test
	void one_of_many_deletions_of_a_version_wins() throws Exception {
		new ContentionScenarios(run()).delete();
	}

	@Test
	void overlapping_batches_in_any_order_have_one_winner_for_each_entry() throws Exception {
		new ContentionScenarios(run()).batches();
	}

	@Test
	void no_acknowledged_change_is_lost_among_many() throws Exception {
		new ContentionScenarios(run()).counter();
	}

	// Listing

	@Test
	void entries_are_listed_by_prefix() {
		new ListScenarios(run()).prefix();
	}

	@Test
	void keys_are_compared_exactly() {
		new ListScenarios(run()).exactKeys();
	}

	@Test
	void longest_keys_and_values_are_kept() {
		new ListScenarios(run()).longest();
	}

	@Test
	void groups_with_similar_names_are_separate() {
		new ListScenarios(run()).groups();
	}

	@Test
	void list_is_never_older_than_what_was_acknowledged_before_it_began() throws Exception {
		new ListScenarios(run()).recent();
	}

	@Test
	void list_contains_every_entry_that_exists_throughout() throws Exception {
		new ListScenarios(run()).complete();
	}

	@Test
	void ten_thousand_entries_are_changed_in_batches_and_listed() {
		new ListScenarios(run()).many();
	}

	// Hints

	@Test
	void change_by_another_store_is_hinted() {
		require(StoreFeature.HINTS);
		new WatchScenarios(run()).hint();
	}

	@Test
	void hints_of_a_watch_concern_its_prefix_only() {
		require(StoreFeature.HINTS);
		new WatchScenarios(run()).prefix();
	}

	@Test
	void closed_watch_is_not_notified() {
		require(StoreFeature.HINTS);
		new WatchScenarios(run()).close();
	}

	@Test
	void hints_come_again_after_the_connections_were_cut() {
		require(StoreFeature.HINTS);
		require(StoreFeature.NETWORK);
		new WatchScenarios(run()).cut();
	}

	@Test
	void store_that_cannot_notify_says_how_often_to_look() {
		new WatchScenarios(run()).poll();
	}

	// Faults

	@Test
	void interrupt_ends_a_call() throws Exception {
		require(StoreFeature.NETWORK);
		new FaultScenarios(run()).interrupt();
	}

	@Test
	void calls_on_a_silent_socket_end_in_time_and_the_store_works_again() throws Exception {
		require(StoreFeature.NETWORK);
		new FaultScenarios(run()).silence();
	}

	@Test
	void call_of_a_store_that_cannot_connect_ends_in_time() throws Exception {
		require(StoreFeature.NETWORK);
		new FaultScenarios(run()).noConnection();
	}

	@Test
	void store_works_again_after_its_connections_were_cut() {
		require(StoreFeature.NETWORK);
		new FaultScenarios(run()).cut();
	}

	@Test
	void changes_are_made_at_most_once_while_connections_are_cut() throws Exception {
		require(StoreFeature.NETWORK);
		new FaultScenarios(run()).lostAnswers();
	}

	@Test
	void store_works_again_after_its_server_was_killed_and_has_what_it_acknowledged() {
		require(StoreFeature.NETWORK);
		require(StoreFeature.RESTART);
		new FaultScenarios(run()).restart();
	}

	// Surroundings

	@Test
	void change_survives_a_rollback_of_the_application() throws Exception {
		require(StoreFeature.TRANSACTIONS);
		new SurroundingsScenarios(run()).rollback();
	}

	@Test
	void closed_store_leaves_nothing_open() throws Exception {
		new SurroundingsScenarios(run()).close();
	}

	@Test
	void closing_does_not_wait_for_a_call_that_hangs() throws Exception {
		require(StoreFeature.NETWORK);
		new SurroundingsScenarios(run()).closeWhileHanging();
	}

	@Test
	void no_clock_decides() throws Exception {
		new SurroundingsScenarios(run()).clocks();
	}

	@Test
	void no_secret_is_shown() {
		new SurroundingsScenarios(run()).secrets();
	}

}
