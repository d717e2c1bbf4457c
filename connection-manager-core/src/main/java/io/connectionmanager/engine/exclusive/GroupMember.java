package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.engine.claims.Lease;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.claims.Replica;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The member of a group that users see. The {@link GroupLoop} does the work.
 */
final class GroupMember implements ExclusiveGroup, ClaimRegistry {

	private final String name;

	private final String memberId;

	private final ExclusiveSettings settings;

	private final EngineRuntime runtime;

	private final GroupLoop loop;

	GroupMember(GroupBuilder builder, EngineRuntime runtime) {
		this.name = builder.name();
		this.memberId = builder.memberId();
		this.settings = builder.settings();
		this.runtime = runtime;
		this.loop = new GroupLoop(builder, runtime);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String memberId() {
		return this.memberId;
	}

	@Override
	public ExclusiveSettings settings() {
		return this.settings;
	}

	@Override
	public EngineRuntime runtime() {
		return this.runtime;
	}

	@Override
	public Claim register(ClaimOwner owner, @Nullable Duration yieldAfter) {
		return this.loop.add(this, owner, (yieldAfter != null) ? yieldAfter.toNanos() : 0);
	}

	@Override
	public GroupSnapshot snapshot() {
		return this.loop.ask(this::snapshot);
	}

	private GroupSnapshot snapshot(Replica replica, boolean leaving) {
		Moment now = Moments.now(this.runtime);
		Lease lease = replica.lease();
		boolean valid = lease.isValid(now);
		StoreContact contact = this.loop.contact();
		return new GroupSnapshot(this.name, this.memberId, contact.describe(), valid, leaving, contact.lastContact(),
				contact.failure(), valid ? Optional.of(Duration.ofNanos(lease.remaining(now))) : Optional.empty(),
				replica.report().claims(), replica.report().members());
	}

	@Override
	public Optional<ClaimSnapshot> claim(String connection) {
		return this.loop.claim(connection);
	}

	@Override
	public CompletionStage<Void> leave() {
		return this.loop.leave();
	}

	@Override
	public void close() {
		this.loop.close(this.settings.leaseDuration());
	}

	@Override
	public String toString() {
		return "member '%s' of group '%s'".formatted(this.memberId, this.name);
	}

}
