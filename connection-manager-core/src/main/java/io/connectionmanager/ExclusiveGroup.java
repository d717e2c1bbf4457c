package io.connectionmanager;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;

/**
 * A member of a group of replicas that share exclusive connections: each connection is
 * held by exactly one member at a time. The members agree through a
 * {@link CoordinationStore}. <pre class="code">
 * ExclusiveGroup group = ExclusiveGroup.builder("quotes", store).memberId("pod-1").build();
 * ConnectionManager&lt;Socket&gt; feed = ConnectionManager.builder("market-feed", connector)
 *     .exclusive(group)
 *     .start();                     // STANDBY until this replica may hold it
 * </pre>
 * <ul>
 * <li><b>Membership.</b> The group joins when the first of its managers is started. One
 * lease covers all connections of the member, however many there are.</li>
 * <li><b>Loss.</b> A member that cannot renew its lease gives up all its connections
 * before another member may take them over, by a timer of its own and whatever the store
 * does.</li>
 * <li><b>Release.</b> A connection is released to others only when its {@code close} has
 * returned and no abandoned {@code open} is running.</li>
 * <li><b>Fencing.</b> Each grant has a {@link ConnectionAttempt#fencingToken() token}
 * that is higher than all earlier ones of that connection. A process that is frozen for
 * longer than its safety margin still has an open socket: a peer that checks the token
 * refuses it.</li>
 * <li><b>Threads.</b> Every method may be called from any thread, and none blocks but
 * {@link #close()}.</li>
 * </ul>
 */
public interface ExclusiveGroup extends AutoCloseable {

	/**
	 * Returns a builder of a member.
	 * @param name the name of the group, which all replicas have in common; not blank
	 * @param store where the members agree; the group does not close it
	 * @return the builder
	 */
	static Builder builder(String name, CoordinationStore store) {
		return ProviderHolder.PROVIDER.group(name, store);
	}

	/**
	 * Returns the name of the group.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the name of this member.
	 * @return the name
	 */
	String memberId();

	/**
	 * Returns the settings of this member.
	 * @return the settings
	 */
	ExclusiveSettings settings();

	/**
	 * Returns what this member knows about the group. Does not ask the store.
	 * @return the view
	 */
	GroupSnapshot snapshot();

	/**
	 * Returns what this member knows about one of its own connections. Does not ask the
	 * store.
	 * @param connection the name of the connection
	 * @return the view, or empty if no manager of that name belongs to this group
	 */
	Optional<ClaimSnapshot> claim(String connection);

	/**
	 * Announces that this member is about to stop: it claims nothing any more, and its
	 * share goes to the others. It keeps what it holds until the managers are stopped. A
	 * manager that is started afterwards takes this back.
	 * @return a stage that completes when the others can see it, or when it is clear that
	 * the store cannot be reached now. It never completes exceptionally
	 */
	CompletionStage<Void> leave();

	/**
	 * Leaves the group, and waits until all released connections are released in the
	 * store, but not longer than the lease lasts. Stop or close the managers first: a
	 * connection that may still be open is not released but expires with the lease.
	 */
	@Override
	void close();

	/**
	 * A builder of {@link ExclusiveGroup}. Not thread-safe.
	 */
	interface Builder {

		/**
		 * Sets the name of this member, which people can recognize; a random one by
		 * default.
		 * @param memberId the name, such as that of the host; not blank
		 * @return this builder
		 */
		Builder memberId(String memberId);

		/**
		 * Sets all settings.
		 * @param settings the settings
		 * @return this builder
		 */
		Builder settings(ExclusiveSettings settings);

		/**
		 * Sets the runtime that provides threads and time;
		 * {@link ConnectionRuntime#shared()} by default. The managers of the group must
		 * have the same.
		 * @param runtime the runtime
		 * @return this builder
		 */
		Builder runtime(ConnectionRuntime runtime);

		/**
		 * Adds a listener.
		 * @param listener the listener
		 * @return this builder
		 */
		Builder listener(ExclusiveListener listener);

		/**
		 * Accepts a store of {@link Durability#BEST_EFFORT}, with which two replicas may
		 * hold one connection after a failover of the store.
		 * @param accept whether to accept it; {@code false} by default
		 * @return this builder
		 */
		Builder acceptBestEffort(boolean accept);

		/**
		 * Builds the member. It joins the group with the start of its first manager.
		 * @return the member
		 * @throws IllegalArgumentException if a setting is invalid, or the store is of
		 * best effort and that was not accepted
		 */
		ExclusiveGroup build();

	}

}
