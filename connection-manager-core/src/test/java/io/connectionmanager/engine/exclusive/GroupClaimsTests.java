package io.connectionmanager.engine.exclusive;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.claims.Replica;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupClaims}.
 */
class GroupClaimsTests {

	private final Replica replica = replica();

	private final GroupClaims claims = new GroupClaims(this.replica);

	/** Unknown to the replica, as one is that it has removed. */
	private final GroupClaim removed = claim(replica());

	private static Replica replica() {
		return new Replica(ExclusiveSettings.defaults(), "group", "member", () -> "incarnation", 1, new Moment(0, 0));
	}

	private static GroupClaim claim(Replica replica) {
		return new GroupClaim(unused(ExclusiveGroup.class), unused(ClaimContext.class), replica.add("feed", 0),
				unused(ClaimOwner.class), EngineRuntime.of(new VirtualTime().runtime()));
	}

	private static <T> T unused(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				throw new UnsupportedOperationException(method.getName());
			}));
	}

	@Test
	void a_claim_that_the_replica_has_removed_is_forgotten() {
		GroupClaim present = claim(this.replica);
		this.claims.add(this.removed);
		this.claims.add(present);
		this.claims.forgetRemoved();
		assertThat(this.claims.all()).containsExactly(present);
	}

	@Test
	void a_removed_claim_stays_until_those_who_wait_for_its_hand_over_have_been_notified() {
		this.claims.add(this.removed);
		this.removed.await(new CompletableFuture<>());
		this.claims.forgetRemoved();
		assertThat(this.claims.get(this.removed.own())).isSameAs(this.removed);
		this.removed.takeHandOvers();
		this.claims.forgetRemoved();
		assertThat(this.claims.all()).isEmpty();
	}

}
