package io.connectionmanager;

/**
 * The order in which a manager with several endpoints tries them. After a failed attempt
 * or a flap, the next attempt goes to the next endpoint, and after the last one to the
 * first again.
 *
 * @see ConnectionManager.Builder#endpoints(java.util.List)
 */
public enum EndpointPolicy {

	/**
	 * In the order given. Once a connection was stable and has ended, the next outage
	 * starts at the first endpoint: for a preferred peer and its substitutes.
	 */
	ORDERED,

	/**
	 * In an order that is random for each manager: for equal peers that share the load.
	 */
	SHUFFLE

}
