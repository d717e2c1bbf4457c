package io.connectionmanager.spring.actuate;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each manager a recorder. A recorder belongs to its manager and is held weakly
 * here, so nothing has to be cleaned up after managers that are removed while the
 * application runs.
 */
public final class ConnectionRecorders implements ConnectionManagerBuilderCustomizer {

	private final ToIntFunction<String> sizes;

	private final Function<String, Masking> maskings;

	private final Map<String, WeakReference<ConnectionRecorder>> recorders = new ConcurrentHashMap<>();

	/**
	 * Creates an empty collection of recorders.
	 * @param sizes finds how many transitions, and how many outages, are remembered of
	 * the connection of a name
	 * @param maskings finds what removes the secrets of the connection of a name
	 */
	public ConnectionRecorders(ToIntFunction<String> sizes, Function<String, Masking> maskings) {
		this.sizes = sizes;
		this.maskings = maskings;
	}

	@Override
	public void customize(String name, ConnectionManager.Builder<?> builder) {
		int size = this.sizes.applyAsInt(name);
		ConnectionRecorder recorder = new ConnectionRecorder(size,
				new ConnectionHistory(size, this.maskings.apply(name)));
		builder.listener(recorder);
		this.recorders.values().removeIf((reference) -> reference.get() == null);
		this.recorders.put(name, new WeakReference<>(recorder));
	}

	/**
	 * Finds the recorder of a connection.
	 * @param name the name of the connection
	 * @return the recorder, or {@code null} if its manager was built without the
	 * auto-configured customizers
	 */
	@Nullable ConnectionRecorder find(String name) {
		WeakReference<ConnectionRecorder> reference = this.recorders.get(name);
		return (reference != null) ? reference.get() : null;
	}

	/**
	 * Returns what removes the secrets of a connection from text, whatever its manager
	 * was built by.
	 * @param manager the manager of the connection
	 * @return the masking
	 */
	Masking masking(ConnectionManager<?> manager) {
		return manager.masking().and(this.maskings.apply(manager.name()));
	}

	int size() {
		return this.recorders.size();
	}

}
