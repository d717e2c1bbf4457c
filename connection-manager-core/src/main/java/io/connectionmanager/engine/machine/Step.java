package io.connectionmanager.engine.machine;

import java.util.List;

/**
 * The result of one input.
 *
 * @param next the next state
 * @param effects the effects, in order
 * @param <T> what stands for a connection
 */
public record Step<T>(State<T> next, List<Effect<T>> effects) {

	static <T> Step<T> stay(State<T> state) {
		return new Step<>(state, List.of());
	}

}
