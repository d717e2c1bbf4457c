package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.connectionmanager.Masking;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events of connections, whose source is the name of the connection, on the
 * calling thread. Event listeners are registered once all singletons exist, so events
 * before {@link #open()} are kept and published then. Thread-safe.
 */
public final class ContextEvents {

	private static final Log logger = LogFactory.getLog(ConnectionEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	private final Function<String, Masking> maskings;

	private final Object monitor = new Object();

	// Guarded by the monitor; null once open.
	private @Nullable List<ApplicationEvent> kept = new ArrayList<>();

	/**
	 * Creates an instance that keeps events.
	 * @param publisher the publisher
	 * @param maskings the masking of log lines by name of the connection
	 */
	public ContextEvents(ApplicationEventPublisher publisher, Function<String, Masking> maskings) {
		this.publisher = publisher;
		this.maskings = maskings;
	}

	/**
	 * Publishes the events that have been kept, and later ones immediately.
	 */
	void open() {
		List<ApplicationEvent> events = takeKept();
		while (!events.isEmpty()) {
			events.forEach(this::send);
			events = takeKept();
		}
	}

	// Events that arrive while the kept ones are published are queued behind them.
	private List<ApplicationEvent> takeKept() {
		synchronized (this.monitor) {
			List<ApplicationEvent> events = (this.kept != null) ? this.kept : List.of();
			this.kept = events.isEmpty() ? null : new ArrayList<>();
			return events;
		}
	}

	/**
	 * Publishes an event. A listener that throws is logged.
	 * @param event the event
	 */
	void publish(ApplicationEvent event) {
		if (!keep(event)) {
			send(event);
		}
	}

	private boolean keep(ApplicationEvent event) {
		synchronized (this.monitor) {
			return this.kept != null && this.kept.add(event);
		}
	}

	private void send(ApplicationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("A listener failed to handle " + event,
					this.maskings.apply(String.valueOf(event.getSource())).mask(ex));
		}
	}

}
