package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * The contract fails for stores that break it.
 */
class BrokenStoreTests {

	static Stream<Arguments> faults() {
		return Stream.of(arguments(StoreFault.IGNORES_VERSIONS, "entry_is_replaced_only_in_the_expected_version"),
				arguments(StoreFault.IGNORES_VERSIONS, "change_that_is_repeated_conflicts"),
				arguments(StoreFault.IGNORES_VERSIONS, "one_of_many_deletions_of_a_version_wins"),
				arguments(StoreFault.COMPARES_BEFORE_IT_LOCKS, "one_of_many_replacements_of_a_version_wins"),
				arguments(StoreFault.COMPARES_BEFORE_IT_LOCKS, "no_acknowledged_change_is_lost_among_many"),
				arguments(StoreFault.COMPARES_BEFORE_IT_LOCKS,
						"overlapping_batches_in_any_order_have_one_winner_for_each_entry"),
				arguments(StoreFault.STARTS_VERSIONS_AGAIN, "created_again_an_entry_gets_no_version_that_it_had"),
				arguments(StoreFault.CREATES_OVER_EXISTING, "existing_entry_is_not_created_again"),
				arguments(StoreFault.CREATES_OVER_EXISTING, "one_of_many_creates_wins"),
				arguments(StoreFault.STOPS_AT_CONFLICT, "changes_of_a_batch_are_independent"),
				arguments(StoreFault.SORTS_RESULTS, "changes_of_a_batch_are_independent"),
				arguments(StoreFault.TRIMS_VALUES, "values_are_kept_exactly"),
				arguments(StoreFault.SHORTENS_KEYS, "longest_keys_and_values_are_kept"),
				arguments(StoreFault.MATCHES_WILDCARDS, "keys_are_compared_exactly"),
				arguments(StoreFault.MATCHES_WILDCARDS, "groups_with_similar_names_are_separate"),
				arguments(StoreFault.IGNORES_CASE, "keys_are_compared_exactly"),
				arguments(StoreFault.IGNORES_CASE, "groups_with_similar_names_are_separate"),
				arguments(StoreFault.LISTS_LATE, "list_is_never_older_than_what_was_acknowledged_before_it_began"),
				arguments(StoreFault.LISTS_IN_PARTS, "list_contains_every_entry_that_exists_throughout"),
				arguments(StoreFault.NEVER_HINTS, "change_by_another_store_is_hinted"),
				arguments(StoreFault.HINTS_EVERYBODY, "hints_of_a_watch_concern_its_prefix_only"),
				arguments(StoreFault.HINTS_AFTER_CLOSE, "closed_watch_is_not_notified"),
				arguments(StoreFault.READS_CLOCK, "no_clock_decides"),
				arguments(StoreFault.JOINS_TRANSACTION, "change_survives_a_rollback_of_the_application"),
				arguments(StoreFault.SHOWS_PASSWORD, "no_secret_is_shown"));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void test_fails_for_a_store_that(StoreFault fault, String test) {
		assertThat(failed(fault, selectMethod(BrokenStoreContract.class, test))).containsExactly(test);
	}

	@Test
	void store_without_a_fault_passes_all_tests() {
		assertThat(failed(StoreFault.NONE, selectClass(BrokenStoreContract.class))).isEmpty();
	}

	private static List<String> failed(StoreFault fault, DiscoverySelector tests) {
		Duration before = StoreRun.patience;
		StoreRun.patience = Duration.ofSeconds(2);
		BrokenStoreContract.fault = fault;
		try {
			Events failed = EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents().failed();
			return failed.stream().map((it) -> it.getTestDescriptor().getDisplayName().replace("()", "")).toList();
		}
		finally {
			StoreRun.patience = before;
			BrokenStoreContract.fault = null;
		}
	}

}
