package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;

/**
 * Publishes the transitions of managers as {@link ConnectionEvent events} of the
 * application context.
 * <p>
 * A manager notifies its listeners on a worker thread, in order and one call at a time;
 * events are published in the same way. Event listeners are registered once all
 * singletons exist, so events before {@link #open()} are kept and published then.
 */
public final class ConnectionEventPublisher implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(ConnectionEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	private final Function<String, ResolvableType> types;

	private final Function<String, Masking> maskings;

	/**
	 * Connections that have had a {@link ConnectedEvent}, by name. If this listener is
	 * far behind, a connection that has ended may be garbage-collected before its turn.
	 * It then has neither event.
	 */
	private final Map<String, Object> announced = new ConcurrentHashMap<>();

	private final Object monitor = new Object();

	// Guarded by the monitor; null once open.
	private @Nullable List<ConnectionEvent> kept = new ArrayList<>();

	/**
	 * Creates the publisher.
	 * @param publisher the publisher
	 * @param types the declared type by name of the connection
	 * @param maskings the masking of log lines by name of the connection
	 */
	public ConnectionEventPublisher(ApplicationEventPublisher publisher, Function<String, ResolvableType> types,
			Function<String, Masking> maskings) {
		this.publisher = publisher;
		this.types = types;
		this.maskings = maskings;
	}

	/**
	 * Publishes the events that have been kept, and later ones immediately.
	 */
	public void open() {
		List<ConnectionEvent> events = takeKept();
		while (!events.isEmpty()) {
			events.forEach(this::publish);
			events = takeKept();
		}
	}

	// Events that arrive while the kept ones are published are queued behind them.
	private List<ConnectionEvent> takeKept() {
		synchronized (this.monitor) {
			List<ConnectionEvent> events = (this.kept != null) ? this.kept : List.of();
			this.kept = events.isEmpty() ? null : new ArrayList<>();
			return events;
		}
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		for (ConnectionEvent event : events(transition)) {
			if (!keep(event)) {
				publish(event);
			}
		}
	}

	private List<ConnectionEvent> events(ConnectionTransition transition) {
		List<ConnectionEvent> events = new ArrayList<>(2);
		if (transition.to() == ConnectionState.CONNECTED) {
			Object up = transition.connection().orElse(null);
			if (up != null) {
				this.announced.put(transition.name(), up);
				events.add(new ConnectedEvent<>(transition, up, type(transition)));
			}
		}
		else if (transition.from() == ConnectionState.CONNECTED) {
			Object down = this.announced.remove(transition.name());
			if (down != null) {
				events.add(new DisconnectedEvent<>(transition, kind(transition), down, type(transition)));
			}
		}
		else if (transition.from() == ConnectionState.CONNECTING && transition.cause().isPresent()) {
			events.add(new ConnectionAttemptFailedEvent(transition, kind(transition)));
		}
		if (transition.to() == ConnectionState.SUSPENDED) {
			events.add(new ConnectionSuspendedEvent(transition, kind(transition)));
		}
		return events;
	}

	private static FailureKind kind(ConnectionTransition transition) {
		return transition.failureKind().orElse(FailureKind.OTHER);
	}

	private ResolvableType type(ConnectionTransition transition) {
		return this.types.apply(transition.name());
	}

	private boolean keep(ConnectionEvent event) {
		synchronized (this.monitor) {
			return this.kept != null && this.kept.add(event);
		}
	}

	private void publish(ConnectionEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("A listener failed to handle " + event, this.maskings.apply(event.name()).mask(ex));
		}
	}

}
