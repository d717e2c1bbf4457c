package io.connectionmanager.spring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Outage;
import org.jspecify.annotations.Nullable;

/**
 * Describes connections from what their managers and journals say, without secrets.
 */
final class ConnectionDescriptors {

	private final ConnectionJournals journals;

	private final Clock clock;

	ConnectionDescriptors(ConnectionJournals journals, Clock clock) {
		this.journals = journals;
		this.clock = clock;
	}

	ConnectionSummary summary(ConnectionManager<?> manager) {
		Optional<OutageDescriptor> outage = this.journals.find(manager.name())
			.flatMap((journal) -> journal.history().outage())
			.map((current) -> outage(current, null));
		return summary(manager, manager.snapshot(), outage);
	}

	ConnectionDescriptor describe(ConnectionManager<?> manager) {
		ConnectionSnapshot<?> snapshot = manager.snapshot();
		Optional<ConnectionJournal> journal = this.journals.find(manager.name());
		Optional<OutageDescriptor> outage = journal.flatMap((each) -> each.history().outage())
			.map((current) -> outage(current, current.lastCause()));
		return new ConnectionDescriptor(summary(manager, snapshot, outage),
				journal.map((each) -> each.configuration().url()).orElse(null),
				settings(manager.settings(), journal.map((each) -> each.configuration().historySize()).orElse(null)),
				NextAttempts.explain(snapshot, manager.settings()),
				journal.map((each) -> history(each, manager.settings().stableAfter())).orElse(null));
	}

	private ConnectionSummary summary(ConnectionManager<?> manager, ConnectionSnapshot<?> snapshot,
			Optional<OutageDescriptor> outage) {
		return new ConnectionSummary(snapshot.name(), snapshot.state(), snapshot.since(), snapshot.attempt(),
				snapshot.connects(), snapshot.disconnects(), snapshot.failures(), snapshot.flaps(),
				(snapshot.state() == ConnectionState.CONNECTED) ? snapshot.stable() : null,
				snapshot.lastFailure()
					.map((failure) -> failure(manager, failure, snapshot.lastFailureKind()))
					.orElse(null),
				snapshot.nextAttemptAt().orElse(null), outage.orElse(null));
	}

	private ConnectionSummary.Failure failure(ConnectionManager<?> manager, Throwable failure,
			Optional<FailureKind> kind) {
		String message = failure.getMessage();
		return new ConnectionSummary.Failure(kind.map(FailureKind::toString).orElse(null),
				failure.getClass().getSimpleName(),
				(message != null) ? this.journals.masking(manager).mask(message) : null);
	}

	private static ConnectionDescriptor.Settings settings(ConnectionSettings settings, @Nullable Integer historySize) {
		ConnectionSettings.Backoff backoff = settings.backoff();
		boolean unlimited = settings.maxAttempts() == ConnectionSettings.UNLIMITED;
		return new ConnectionDescriptor.Settings(settings.timeout(), settings.reconnectAfter(),
				new ConnectionDescriptor.Backoff(backoff.multiplier(), backoff.maxDelay(), backoff.jitter()),
				settings.stableAfter(), unlimited ? null : settings.maxAttempts(), settings.drainTimeout(),
				settings.authenticationDelay(), settings.maxRetryAfter(), historySize);
	}

	private ConnectionDescriptor.History history(ConnectionJournal journal, Duration stableAfter) {
		ConnectionHistory history = journal.history();
		return new ConnectionDescriptor.History(
				history.transitions().stream().map((entry) -> transition(entry, stableAfter)).toList(),
				history.outages().stream().map((outage) -> outage(outage, outage.lastCause())).toList());
	}

	private static ConnectionDescriptor.Transition transition(ConnectionHistory.Entry entry, Duration stableAfter) {
		boolean lost = entry.from() == ConnectionState.CONNECTED && entry.cause().isPresent();
		boolean flap = lost && entry.inPrevious().compareTo(stableAfter) < 0;
		return new ConnectionDescriptor.Transition(entry.from(), entry.to(), entry.attempt(),
				entry.kind().map(FailureKind::toString).orElse(null), entry.cause().orElse(null), entry.at(),
				entry.inPrevious(), flap ? true : null);
	}

	private OutageDescriptor outage(Outage outage, @Nullable String lastCause) {
		Map<String, Integer> causes = new LinkedHashMap<>();
		outage.causes().forEach((kind, times) -> causes.put(kind.toString(), times));
		return new OutageDescriptor(outage.begun(), outage.ended().orElse(null), length(outage), outage.attempts(),
				causes, lastCause);
	}

	// One that lasts has been measured up to the latest transition only.
	private Duration length(Outage outage) {
		Instant now = this.clock.instant();
		Duration untilNow = Duration.between(outage.begun(), now);
		return (outage.ended().isEmpty() && untilNow.compareTo(outage.length()) > 0) ? untilNow : outage.length();
	}

}
