package io.connectionmanager.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A store of small, versioned entries, on which the replicas of an application agree who
 * holds an exclusive connection. All that is required of it is an atomic compare-and-set
 * on a single entry. Published tests, {@code CoordinationStoreContract} in the module
 * {@code connection-manager-coordination-test}, check an implementation.
 * <ul>
 * <li><b>Keys</b> are segments separated by {@code /}, the first of which is the name of
 * the group; letters, digits and {@code . _ ~ - % @ :} occur in a segment. A prefix
 * contains at least the name of the group and the slash behind it. A key has at most 512
 * characters, a value at most 1,000, which may be any. Both are compared exactly.</li>
 * <li><b>Versions</b> of an entry grow with each change of it, also with one that sets an
 * equal value. An entry that is deleted and created again gets none that it had.</li>
 * <li><b>Conflicts</b> are results. A change that loses against another, in whatever
 * order batches arrive, is no reason for an exception.</li>
 * <li><b>Threads.</b> Every method may be called from any thread, and two calls may
 * overlap. Calls may block; the engine makes them on a worker.</li>
 * <li><b>Time.</b> A call ends within a timeout of the store's own, also if its socket
 * hangs. An interrupt of the calling thread ends it earlier, with a
 * {@link StoreException}; the thread stays interrupted. A store reads no clock to decide
 * anything, and neither does its server.</li>
 * <li><b>Locks.</b> A replica that is frozen during a call keeps no other from making
 * changes.</li>
 * <li><b>Isolation.</b> A store uses connections of its own, and is never part of a
 * transaction of the application.</li>
 * </ul>
 */
public interface CoordinationStore extends AutoCloseable {

	/**
	 * Describes the store for people, such as {@code PostgreSQL at db:5432/app}.
	 * @return a short text without secrets
	 */
	String describe();

	/**
	 * Returns how well the store keeps what it has acknowledged.
	 * @return the durability
	 */
	Durability durability();

	/**
	 * Returns the entries whose key begins with a prefix. The result need not be a
	 * snapshot: of two entries that change during the call, it may contain the new state
	 * of one and the old state of the other. An entry that was changed before the call
	 * began, by whomever, is never returned in an older state. An entry that exists
	 * throughout the call is contained.
	 * @param prefix the beginning of the keys
	 * @return the entries by key
	 * @throws StoreException if the store cannot be read now
	 */
	Map<String, Entry> list(String prefix) throws StoreException;

	/**
	 * Makes changes. Each is atomic by itself; together they are not.
	 * @param changes the changes, of different keys
	 * @return the result of each change, in the same order
	 * @throws StoreException if the outcome of at least one change is unknown. Each of
	 * them may have been made, may not have been made, or may still be made later
	 */
	List<Result> apply(List<Change> changes) throws StoreException;

	/**
	 * Asks to be notified of changes. Hints may come late, twice or never: they only make
	 * the replicas look sooner than after the {@link #pollInterval()}. Keys whose second
	 * segment is {@code claim} are worth a hint; those of members are renewed all the
	 * time, and need none. Does not block.
	 * @param prefix the beginning of the keys
	 * @param hint is given a key that may have changed, or the prefix if it is unknown
	 * which. May be called from any thread, does not block, and does not throw
	 * @return the watch; {@link Watch#none()} if the store cannot notify
	 */
	Watch watch(String prefix, Consumer<String> hint);

	/**
	 * Returns how often replicas look for changes without having been notified.
	 * @return the interval
	 */
	Duration pollInterval();

	/**
	 * Closes the connections of the store. Does not wait for calls under way, which end
	 * soon; they and later ones fail. Closing twice has no effect.
	 */
	@Override
	void close();

}
