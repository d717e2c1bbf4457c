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
 * Adds a recorder to each manager. The manager holds its recorder, which is referenced
 * weakly here, so that nothing has to be cleaned up when a manager is removed.
 */
public final class ConnectionRecorders implements ConnectionManagerBuilderCustomizer {

	private final ToIntFunction<String> sizes;

	private final Function<String, Masking> maskings;

	private final Map<String, WeakReference<ConnectionRecorder>> recorders = new ConcurrentHashMap<>();

	/**
	 * Creates an empty collection of recorders.
	 * @param sizes the number of transitions, and of outages, to keep, by name of the
	 * connection
	 * @param maskings the masking by name of the connection
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
	 * Returns the masking of a connection, regardless of how its manager was built.
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
