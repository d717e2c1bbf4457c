package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ClaimSnapshot.Role;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.GroupSnapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the endpoint says of an exclusive connection, and how it hands one over.
 */
class ExclusiveDescriptorsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final ExclusiveGroup group = Mockito.mock(ExclusiveGroup.class);

	private final ConnectionManager<?> manager = Mockito.mock(ConnectionManager.class);

	@BeforeEach
	void a_group_of_two() {
		BDDMockito.given(this.manager.name()).willReturn("prices");
		BDDMockito.given(this.manager.settings()).willReturn(ConnectionSettings.defaults());
		BDDMockito.given(this.manager.exclusiveGroup()).willReturn(Optional.of(this.group));
		BDDMockito.given(this.group.snapshot())
			.willReturn(new GroupSnapshot("shop", "pod-1", "PostgreSQL at tcp://joe:hunter2@db", true, false,
					Optional.of(NOW), Optional.of("lost tcp://joe:hunter2@db"),
					Optional.of(Duration.ofNanos(8_200_999_999L)), 3,
					List.of(new GroupSnapshot.Member("pod-1", "9f3c", 1, false, true, 1, 2),
							new GroupSnapshot.Member("pod-2", "8e2b", 2, true, false, 2, 0))));
	}

	@Test
	void a_holder_shows_its_token_and_how_long_it_may_hold() {
		claim(Role.HOLDER, new ClaimHolder("pod-1", "9f3c", 17, true), null);
		assertThat(ExclusiveDescriptors.describe(this.manager, true)).isEqualTo(new ExclusiveDescriptor("holder", NOW,
				17L, Duration.ofMillis(8_200), null, null, "PostgreSQL at tcp://******@db", 2));
		assertThat(ExclusiveDescriptors.describe(this.manager, false))
			.isEqualTo(new ExclusiveDescriptor("holder", NOW, 17L, null, null, null, null, null));
	}

	@Test
	void a_standby_shows_the_holder_and_what_it_waits_for() {
		claim(Role.STANDBY, new ClaimHolder("pod-2", "8e2b", 17, false), ClaimSnapshot.WaitsFor.HOLDER);
		assertThat(ExclusiveDescriptors.describe(this.manager, true)).isEqualTo(new ExclusiveDescriptor("standby", NOW,
				null, null, "pod-2", ClaimSnapshot.WaitsFor.HOLDER, "PostgreSQL at tcp://******@db", 2));
	}

	@Test
	void a_connection_that_is_not_exclusive_shows_nothing() {
		BDDMockito.given(this.manager.exclusiveGroup()).willReturn(Optional.empty());
		assertThat(ExclusiveDescriptors.describe(this.manager, true)).isNull();
	}

	@Test
	void a_group_shows_its_members_with_load_and_cap() {
		ExclusiveGroupDescriptor described = ExclusiveDescriptors.describe(this.group.snapshot());
		assertThat(described.members()).containsExactly(
				new ExclusiveGroupDescriptor.Member("pod-1", "9f3c", true, null, 1, 1, 2),
				new ExclusiveGroupDescriptor.Member("pod-2", "8e2b", null, true, 2, 2, 0));
		assertThat(described.toString()).contains("shop", "pod-1", "tcp://******@db").doesNotContain("hunter2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "HOLDER | Standing by: 'pod-2' holds the connection",
			"EXPIRY | Standing by: 'pod-2' has vanished, and its lease has not expired yet",
			"CAP | Standing by: this replica holds its share, or has handed the connection over",
			"STORE | Standing by: the store (PostgreSQL at tcp://******@db) has not confirmed the claim: lost tcp://******@db" })
	void the_next_attempt_says_what_a_standby_waits_for(ClaimSnapshot.WaitsFor waitsFor, String explanation) {
		claim(Role.STANDBY, new ClaimHolder("pod-2", "8e2b", 17, false), waitsFor);
		NextAttempt next = NextAttempts.explain(standby(), this.manager);
		assertThat(next.waitsFor()).isEqualTo(NextAttempt.WaitsFor.CLAIM);
		assertThat(next.explanation()).isEqualTo(explanation);
	}

	private static ConnectionSnapshot<Object> standby() {
		return new ConnectionSnapshot<>("prices", ConnectionState.STANDBY, NOW, Optional.empty(), 0, 0,
				Optional.empty(), Optional.empty(), 0, 0, 0, 0, false, 0, Optional.empty(), Optional.empty(), false,
				Map.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "hand-over", "HAND-OVER", "hand_over", "HAND_OVER" })
	void the_operation_is_found_however_it_is_spelled(String name) {
		assertThat(ConnectionOperation.find(name)).isEqualTo(ConnectionOperation.HAND_OVER);
	}

	@Test
	void a_holder_hands_over_and_is_not_waited_for() {
		claim(Role.HOLDER, new ClaimHolder("pod-1", "9f3c", 17, true), null);
		BDDMockito.given(this.manager.handOver()).willReturn(new CompletableFuture<>());
		assertThatCode(() -> ConnectionOperation.HAND_OVER.applyTo(this.manager)).doesNotThrowAnyException();
		BDDMockito.then(this.manager).should().handOver();
	}

	@Test
	void what_cannot_be_handed_over_is_refused_with_the_reason() {
		claim(Role.HOLDER, new ClaimHolder("pod-1", "9f3c", 17, true), null);
		BDDMockito.given(this.manager.handOver()).willReturn(CompletableFuture.completedStage(false));
		assertThatRefused("Connection 'prices' cannot be handed over: no other replica is up");
		claim(Role.STANDBY, null, ClaimSnapshot.WaitsFor.STORE);
		assertThatRefused("Connection 'prices' is not held by this replica");
		BDDMockito.given(this.manager.exclusiveGroup()).willReturn(Optional.empty());
		assertThatRefused("Connection 'prices' is not exclusive");
	}

	private void assertThatRefused(String reason) {
		assertThatIllegalStateException().isThrownBy(() -> ConnectionOperation.HAND_OVER.applyTo(this.manager))
			.withMessage(reason);
	}

	private void claim(Role role, @Nullable ClaimHolder holder, ClaimSnapshot.@Nullable WaitsFor waitsFor) {
		BDDMockito.given(this.group.claim("prices"))
			.willReturn(Optional.of(new ClaimSnapshot("prices", role, NOW, Optional.ofNullable(holder),
					(role == Role.HOLDER) ? OptionalLong.of(17) : OptionalLong.empty(),
					Optional.ofNullable(waitsFor))));
	}

}
