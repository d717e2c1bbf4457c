package io.connectionmanager.spring.actuate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Masking;
import io.connectionmanager.Outage;
import org.jspecify.annotations.Nullable;

/**
 * Creates descriptions of connections, without secrets.
 */
final class ConnectionDescriptors {

	private final ConnectionRecorders recorders;

	private final Clock clock;

	ConnectionDescriptors(ConnectionRecorders recorders, Clock clock) {
		this.recorders = recorders;
		this.clock = clock;
	}

	ConnectionSummary summary(ConnectionManager<?> manager) {
		return summary(manager, manager.snapshot(), this.recorders.find(manager.name()), false);
	}

	ConnectionDescriptor describe(ConnectionManager<?> manager) {
		ConnectionSnapshot<?> snapshot = manager.snapshot();
		ConnectionSettings settings = manager.settings();
		ConnectionRecorder recorder = this.recorders.find(manager.name());
		return new ConnectionDescriptor(summary(manager, snapshot, recorder, true), url(manager),
				details(snapshot, this.recorders.masking(manager)),
				settings(settings, (recorder != null) ? recorder.size() : null),
				NextAttempts.explain(snapshot, manager),
				(recorder != null) ? history(recorder.history(), manager) : null);
	}

	private static @Nullable String url(ConnectionManager<?> manager) {
		List<URI> endpoints = manager.endpoints();
		if (endpoints.isEmpty()) {
			return null;
		}
		StringJoiner urls = new StringJoiner(",");
		for (URI endpoint : endpoints) {
			urls.add(manager.masking().mask(endpoint));
		}
		return urls.toString();
	}

	private static @Nullable Map<String, Object> details(ConnectionSnapshot<?> snapshot, Masking masking) {
		Map<String, Object> details = new LinkedHashMap<>();
		// A connector may publish anything, which is shown as text.
		snapshot.details()
			.forEach((key, value) -> details.put(key, (value instanceof Number || value instanceof Boolean) ? value
					: masking.maskLine(String.valueOf(value))));
		return details.isEmpty() ? null : details;
	}

	private ConnectionSummary summary(ConnectionManager<?> manager, ConnectionSnapshot<?> snapshot,
			@Nullable ConnectionRecorder recorder, boolean inFull) {
		boolean up = snapshot.state() == ConnectionState.CONNECTED;
		return new ConnectionSummary(snapshot.name(), snapshot.state(), snapshot.since(), snapshot.attempt(),
				snapshot.connects(), snapshot.disconnects(), snapshot.failures(), snapshot.flaps(),
				up ? snapshot.stable() : null, lastFailure(snapshot, this.recorders.masking(manager)),
				snapshot.nextAttemptAt().orElse(null), outage(manager, snapshot, recorder, inFull),
				ExclusiveDescriptors.describe(manager, inFull));
	}

	private static ConnectionSummary.@Nullable Failure lastFailure(ConnectionSnapshot<?> snapshot, Masking masking) {
		Throwable failure = snapshot.lastFailure().orElse(null);
		if (failure == null) {
			return null;
		}
		String message = failure.getMessage();
		return new ConnectionSummary.Failure(word(snapshot.lastFailureKind().orElse(null)),
				failure.getClass().getSimpleName(), (message != null) ? masking.mask(message) : null);
	}

	private static @Nullable String word(@Nullable FailureKind kind) {
		return (kind != null) ? kind.toString() : null;
	}

	private @Nullable OutageDescriptor outage(ConnectionManager<?> manager, ConnectionSnapshot<?> snapshot,
			@Nullable ConnectionRecorder recorder, boolean inFull) {
		Outage outage = (recorder != null) ? recorder.history().outage().orElse(null) : null;
		if (outage != null) {
			return outage(outage, inFull ? this.recorders.masking(manager) : null);
		}
		Instant begun = snapshot.outageSince().orElse(null);
		return (recorder == null && begun != null)
				? new OutageDescriptor(begun, null, untilNow(begun, Duration.ZERO), null, null, null) : null;
	}

	private OutageDescriptor outage(Outage outage, @Nullable Masking masking) {
		// An ongoing outage has been measured up to the latest transition only.
		Duration length = outage.ended().isPresent() ? outage.length() : untilNow(outage.begun(), outage.length());
		Map<String, Integer> causes = new LinkedHashMap<>();
		outage.causes().forEach((kind, times) -> causes.put(kind.toString(), times));
		return new OutageDescriptor(outage.begun(), outage.ended().orElse(null), length, outage.attempts(), causes,
				(masking != null) ? masking.mask(outage.lastCause()) : null);
	}

	private Duration untilNow(Instant begun, Duration atLeast) {
		Duration length = Duration.between(begun, this.clock.instant());
		return (length.compareTo(atLeast) > 0) ? length : atLeast;
	}

	private static ConnectionDescriptor.Settings settings(ConnectionSettings settings, @Nullable Integer historySize) {
		ConnectionSettings.Backoff backoff = settings.backoff();
		ConnectionSettings.KeepAlive keepAlive = settings.keepAlive();
		boolean unlimited = settings.maxAttempts() == ConnectionSettings.UNLIMITED;
		return new ConnectionDescriptor.Settings(settings.timeout(), settings.reconnectAfter(),
				new ConnectionDescriptor.Backoff(backoff.multiplier(), backoff.maxDelay(), backoff.jitter()),
				settings.stableAfter(), unlimited ? null : settings.maxAttempts(), settings.drainTimeout(),
				settings.authenticationDelay(), settings.maxRetryAfter(),
				new ConnectionDescriptor.KeepAlive(keepAlive.enabled(), keepAlive.interval(), keepAlive.timeout()),
				historySize);
	}

	private ConnectionDescriptor.History history(ConnectionHistory history, ConnectionManager<?> manager) {
		Duration stableAfter = manager.settings().stableAfter();
		Masking masking = this.recorders.masking(manager);
		List<ConnectionDescriptor.Transition> transitions = new ArrayList<>();
		for (ConnectionHistory.Entry entry : history.transitions()) {
			transitions.add(transition(entry, stableAfter, masking));
		}
		List<OutageDescriptor> outages = new ArrayList<>();
		for (Outage outage : history.outages()) {
			outages.add(outage(outage, masking));
		}
		return new ConnectionDescriptor.History(transitions, outages);
	}

	private static ConnectionDescriptor.Transition transition(ConnectionHistory.Entry entry, Duration stableAfter,
			Masking masking) {
		boolean flap = entry.from() == ConnectionState.CONNECTED && entry.inPrevious().compareTo(stableAfter) < 0;
		return new ConnectionDescriptor.Transition(entry.from(), entry.to(), entry.attempt(),
				word(entry.kind().orElse(null)), entry.cause().map(masking::mask).orElse(null), entry.at(),
				entry.inPrevious(), flap ? true : null);
	}

}
