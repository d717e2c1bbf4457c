package io.connectionmanager.engine.exclusive;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The builder of members.
 */
public final class GroupBuilder implements ExclusiveGroup.Builder {

	private final String name;

	private final CoordinationStore store;

	private @Nullable String memberId;

	private ExclusiveSettings settings = ExclusiveSettings.defaults();

	private final List<ExclusiveListener> listeners = new ArrayList<>();

	private @Nullable ConnectionRuntime runtime;

	private boolean acceptBestEffort;

	/**
	 * Creates a builder.
	 * @param name the name of the group
	 * @param store where the members agree
	 */
	public GroupBuilder(String name, CoordinationStore store) {
		this.name = requireName("name of the group", name);
		this.store = Objects.requireNonNull(store, "store");
	}

	private static String requireName(String what, String name) {
		Objects.requireNonNull(name, what);
		if (name.isBlank()) {
			throw new IllegalArgumentException(what + " must not be blank");
		}
		if (name.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException(what + " must not contain control characters");
		}
		return name;
	}

	@Override
	public ExclusiveGroup.Builder memberId(String memberId) {
		this.memberId = requireName("memberId", memberId);
		return this;
	}

	@Override
	public ExclusiveGroup.Builder settings(ExclusiveSettings settings) {
		this.settings = Objects.requireNonNull(settings, "settings");
		return this;
	}

	@Override
	public ExclusiveGroup.Builder runtime(ConnectionRuntime runtime) {
		this.runtime = Objects.requireNonNull(runtime, "runtime");
		return this;
	}

	@Override
	public ExclusiveGroup.Builder listener(ExclusiveListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		return this;
	}

	@Override
	public ExclusiveGroup.Builder acceptBestEffort(boolean accept) {
		this.acceptBestEffort = accept;
		return this;
	}

	@Override
	public ExclusiveGroup build() {
		if (this.store.durability() != Durability.STRONG && !this.acceptBestEffort) {
			throw new IllegalArgumentException(("The store %s of group '%s' may forget what it has acknowledged, so "
					+ "that two replicas hold one connection: accept that with acceptBestEffort(true), or use another "
					+ "store")
				.formatted(this.store.describe(), this.name));
		}
		ConnectionRuntime runtime = (this.runtime != null) ? this.runtime : ConnectionRuntime.shared();
		EngineRuntime engineRuntime = EngineRuntime.of(runtime);
		String memberId = (this.memberId != null) ? this.memberId : new Incarnations(engineRuntime).get();
		return new GroupMember(new GroupParts(this.name, memberId, this.settings, this.store,
				List.copyOf(this.listeners), engineRuntime));
	}

}
