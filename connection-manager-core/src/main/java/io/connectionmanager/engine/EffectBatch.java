package io.connectionmanager.engine;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.machine.Effect;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.SerialQueue;

/**
 * The effects of one decision, in the serial queue of the manager. It counts the effects
 * that were carried out, so that one that fails is tried again and none is repeated.
 *
 * @param <C> the type of the connection
 */
final class EffectBatch<C> extends SerialQueue.Element<EffectBatch<C>> {

	private final @Nullable Consumer<DeferredActions> action;

	private final List<Effect<ConnectionHandle<C>>> effects;

	private final @Nullable PublishedState<C> state;

	/** Belongs to the thread that drains the queue. */
	private int done;

	private EffectBatch(@Nullable Consumer<DeferredActions> action, List<Effect<ConnectionHandle<C>>> effects,
			@Nullable PublishedState<C> state) {
		this.action = action;
		this.effects = effects;
		this.state = state;
	}

	/**
	 * Returns a batch of effects.
	 * @param action runs before them, or {@code null}
	 * @param effects the effects
	 * @param state the state that they belong to
	 */
	static <C> EffectBatch<C> of(@Nullable Consumer<DeferredActions> action, List<Effect<ConnectionHandle<C>>> effects,
			PublishedState<C> state) {
		return new EffectBatch<>(action, effects, state);
	}

	/**
	 * Returns a batch that only runs an action inside the queue.
	 * @param action the action
	 */
	static <C> EffectBatch<C> of(Consumer<DeferredActions> action) {
		return new EffectBatch<>(action, List.of(), null);
	}

	/**
	 * Returns whether this batch results from a decision of the machine.
	 * @return whether it is more than an action
	 */
	boolean isDecision() {
		return this.state != null;
	}

	/**
	 * Carries out the remaining effects.
	 * @param handler carries out an effect
	 * @param deferred collects actions to run outside the queue
	 */
	void carryOut(EffectHandler<C> handler, DeferredActions deferred) {
		if (this.done == 0 && this.action != null) {
			this.action.accept(deferred);
		}
		this.done = Math.max(this.done, 1);
		while (this.state != null && this.done <= this.effects.size()) {
			handler.carryOut(this.effects.get(this.done - 1), this.state, deferred);
			this.done++;
		}
		handler.notifyListeners(deferred);
	}

}
