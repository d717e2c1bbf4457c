package io.connectionmanager.engine.exclusive;

/**
 * The kinds of calls of a store. One that hangs or fails says nothing about the others.
 */
enum CallKind {

	/** Renews the lease. */
	RENEWAL,

	/** Lists entries, and changes those of claims and of other members. */
	LOOK_OR_CHANGE,

	/** Asks to be notified of changes. */
	WATCH

}
