package io.connectionmanager.coordination;

/**
 * How well a {@link CoordinationStore} keeps what it has acknowledged.
 */
public enum Durability {

	/**
	 * An acknowledged change survives the crash of a server and a failover.
	 */
	STRONG,

	/**
	 * An acknowledged change may be undone by a crash or a failover, so that two replicas
	 * may hold one connection for a while. Must be accepted explicitly.
	 */
	BEST_EFFORT

}
