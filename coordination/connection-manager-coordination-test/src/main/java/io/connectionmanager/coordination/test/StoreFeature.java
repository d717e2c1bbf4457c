package io.connectionmanager.coordination.test;

/**
 * Something that a store may lack. The tests of a
 * {@link CoordinationStoreContract#unsupported() missing feature} are skipped with the
 * reason.
 */
public enum StoreFeature {

	/**
	 * The store connects to a server, through the address that it is given.
	 */
	NETWORK,

	/**
	 * The server is the test's own, which may be killed, and keeps its entries.
	 */
	RESTART,

	/**
	 * The store notifies of changes.
	 */
	HINTS,

	/**
	 * The server has transactions that a store could wrongly take part in.
	 */
	TRANSACTIONS

}
