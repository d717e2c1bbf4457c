package io.connectionmanager.engine.claims;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.engine.claims.Instruction.Apply;
import io.connectionmanager.engine.claims.Instruction.Look;
import io.connectionmanager.engine.claims.Instruction.Renew;
import io.connectionmanager.engine.claims.Instruction.Wake;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link Replica}, step by step.
 */
class ReplicaTests {

	private static final Use WANTED = new Use(true, 0, false, false, 0);

	private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

	private Moment now = new Moment(0, 0);

	private final Replica replica = new Replica(ExclusiveSettings.defaults(), "group", "pod-1", () -> "i", 1, this.now);

	private final OwnClaim claim = this.replica.add("feed", 0);

	/** Carries out all that the replica wants from the store. */
	private void decide() {
		List<Instruction> instructions = this.replica.decide(this.now);
		for (Instruction instruction : instructions) {
			if (instruction instanceof Renew renew) {
				this.replica.renewed(renew.change(), this.store.apply(List.of(renew.change())).get(0), this.now,
						this.now);
			}
			else if (instruction instanceof Look) {
				this.replica.looked(this.store.list("group/"), this.now);
			}
			else if (instruction instanceof Apply apply) {
				this.replica.applied(this.store.apply(apply.changes()), this.now);
			}
		}
	}

	private void decide(Use use) {
		this.replica.use(this.claim, use);
		decide();
	}

	@Test
	@DisplayName("Promise E4: a claim is released when the manager can no longer accept its token")
	void a_claim_is_released_only_after_its_manager_could_see_that_it_is_let_go() {
		for (int i = 0; i < 4; i++) {
			decide(WANTED);
		}
		long token = this.claim.token();
		decide(new Use(true, token, true, false, 0));
		// It has stopped. Until it can see the next decision, it may start with the
		// token.
		this.replica.use(this.claim, Use.NONE);
		List<Instruction> instructions = this.replica.decide(this.now);
		assertThat(instructions).noneMatch(Apply.class::isInstance).contains(new Wake(this.now.ticker()));
		assertThat(this.claim.phase()).isEqualTo(OwnClaim.Phase.LETTING_GO);
		// It has started just in time.
		decide(new Use(true, token, true, false, 0));
		assertThat(this.store.entries().get("group/claim/feed").value()).contains("state=held");
		decide(WANTED);
		assertThat(this.store.entries().get("group/claim/feed").value()).contains("state=free");
	}

	@Test
	void a_claim_that_was_granted_after_its_manager_was_closed_is_released() {
		OwnClaim other = this.replica.add("other", 0);
		this.replica.use(other, WANTED);
		for (int i = 0; i < 4; i++) {
			decide();
		}
		this.replica.use(this.claim, WANTED);
		List<Change> late = this.replica.decide(this.now)
			.stream()
			.filter(Apply.class::isInstance)
			.flatMap((apply) -> ((Apply) apply).changes().stream())
			.toList();
		this.replica.applied(null, this.now);
		this.replica.use(this.claim, Use.NONE);
		this.replica.retire(this.claim);
		pass(Duration.ofSeconds(2));
		assertThat(this.replica.has(this.claim)).isFalse();
		this.store.apply(late);
		assertThat(this.store.entries().get("group/claim/feed").value()).contains("state=held");
		pass(Duration.ofSeconds(2));
		assertThat(this.store.entries().get("group/claim/feed").value()).contains("state=free");
		assertThat(other.phase()).isEqualTo(OwnClaim.Phase.HELD);
	}

	@Test
	void a_group_that_is_closed_while_it_joins_leaves_no_member_behind() {
		this.replica.use(this.claim, WANTED);
		Renew join = this.replica.decide(this.now)
			.stream()
			.filter(Renew.class::isInstance)
			.map(Renew.class::cast)
			.findFirst()
			.orElseThrow();
		this.replica.looked(this.store.list("group/"), this.now);
		this.replica.leave(this.now);
		this.replica.close();
		decide(Use.NONE);
		assertThat(this.replica.isIdle()).isFalse();
		this.replica.renewed(join.change(), this.store.apply(List.of(join.change())).get(0), this.now, this.now);
		pass(Duration.ofSeconds(1));
		assertThat(this.replica.isIdle()).isTrue();
		assertThat(this.store.list("group/member/")).isEmpty();
	}

	private void pass(Duration span) {
		long end = this.now.ticker() + span.toNanos();
		while (this.now.ticker() < end) {
			long next = this.now.ticker() + SimulatedTime.SECOND / 10;
			this.now = new Moment(next, next);
			decide();
		}
	}

	@Test
	@DisplayName("Promise E12: many hints lead to one look")
	void a_hint_is_news_until_the_next_look() {
		for (int i = 0; i < 4; i++) {
			decide(WANTED);
		}
		assertThat(this.replica.hint()).isTrue();
		assertThat(this.replica.hint()).isFalse();
	}

}
