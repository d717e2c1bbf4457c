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

	private final GroupParts parts;

	private final GroupLoop loop;

	GroupMember(GroupParts parts) {
		this.parts = parts;
		this.loop = new GroupLoop(parts);
	}

	@Override
	public String name() {
		return this.parts.name();
	}

	@Override
	public String memberId() {
		return this.parts.memberId();
	}

	@Override
	public ExclusiveSettings settings() {
		return this.parts.settings();
	}

	@Override
	public EngineRuntime runtime() {
		return this.parts.runtime();
	}

	@Override
	public Claim register(ClaimOwner owner, @Nullable Duration yieldAfter) {
		return this.loop.add(this, owner, (yieldAfter != null) ? yieldAfter.toNanos() : 0);
	}

	@Override
	public GroupSnapshot snapshot() {
		// Code of the application, so that no lock may be held.
		String store = this.loop.contact().describe();
		return this.loop.ask((replica) -> snapshot(store, replica));
	}

	private GroupSnapshot snapshot(String store, Replica replica) {
		Moment now = Moments.now(this.parts.runtime());
		Lease lease = replica.lease();
		boolean valid = lease.isValid(now);
		StoreContact contact = this.loop.contact();
		return new GroupSnapshot(this.parts.name(), this.parts.memberId(), store, valid, replica.isLeaving(),
				contact.lastContact(), contact.failure(),
				valid ? Optional.of(Duration.ofNanos(lease.remaining(now))) : Optional.empty(),
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
		this.loop.close(this.parts.settings().leaseDuration());
	}

	@Override
	public String toString() {
		return "member '%s' of group '%s'".formatted(this.parts.memberId(), this.parts.name());
	}

}
