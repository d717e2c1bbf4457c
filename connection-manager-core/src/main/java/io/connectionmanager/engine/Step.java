package io.connectionmanager.engine;

import java.util.List;

/**
 * What one input leads to.
 *
 * @param next the state from now on
 * @param effects what is to be done, in this order
 * @param <T> what stands for a connection
 */
record Step<T>(State<T> next, List<Effect<T>> effects) {

	static <T> Step<T> stay(State<T> state) {
		return new Step<>(state, List.of());
	}

}
