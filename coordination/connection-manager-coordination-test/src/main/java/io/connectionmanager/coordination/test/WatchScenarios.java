package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Watch;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hints. A watch may take a moment to begin, so that changes are repeated until they are
 * hinted.
 */
final class WatchScenarios {

	private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

	private final StoreRun run;

	private final CoordinationStore changing;

	private final List<String> hints = new CopyOnWriteArrayList<>();

	private int changes;

	WatchScenarios(StoreRun run) {
		this.run = run;
		this.changing = run.store();
	}

	void hint() {
		CoordinationStore watching = this.run.store();
		try (Watch watch = watching.watch(this.run.claim(""), this.hints::add)) {
			assertThat(watch).isNotSameAs(Watch.none());
			for (int i = 0; i < 3; i++) {
				awaitHint(this.hints);
			}
		}
		assertThat(this.hints).as("hints").allMatch((it) -> it.startsWith(this.run.claim("")));
	}

	void prefix() {
		CoordinationStore watching = this.run.store();
		List<String> otherHints = new CopyOnWriteArrayList<>();
		String otherGroup = this.run.group() + "x";
		watching.watch(this.run.group() + "/", this.hints::add);
		watching.watch(otherGroup + "/", otherHints::add);
		StoreRun.await("hint of the other group").until(() -> {
			change(otherGroup + "/claim/");
			return !otherHints.isEmpty();
		});
		awaitHint(this.hints);
		otherHints.clear();
		for (int i = 0; i < 5; i++) {
			awaitHint(this.hints);
		}
		assertThat(otherHints).as("hints of a group in which nothing changed").isSubsetOf(otherGroup + "/");
		assertThat(this.hints).as("hints").allMatch((it) -> it.startsWith(this.run.group() + "/"));
	}

	void close() {
		CoordinationStore watching = this.run.store();
		Watch closed = watching.watch(this.run.claim(""), this.hints::add);
		awaitHint(this.hints);
		List<String> others = new CopyOnWriteArrayList<>();
		watching.watch(this.run.claim(""), others::add);
		awaitHint(others);
		closed.close();
		closed.close();
		this.hints.clear();
		for (int i = 0; i < 5; i++) {
			awaitHint(others);
		}
		assertThat(this.hints).as("hints of a closed watch").isEmpty();
	}

	void cut() {
		CoordinationStore watching = this.run.proxiedStore(StoreRun.SHORT);
		watching.watch(this.run.claim(""), this.hints::add);
		awaitHint(this.hints);
		for (int i = 0; i < 3; i++) {
			this.run.proxy().cut();
			awaitHint(this.hints);
		}
	}

	void poll() {
		CoordinationStore store = this.run.store();
		assertThat(store.pollInterval()).isPositive();
		try (Watch watch = store.watch(this.run.claim(""), this.hints::add)) {
			if (watch == Watch.none()) {
				assertThat(store.pollInterval()).isLessThanOrEqualTo(LONGEST_POLL);
			}
		}
	}

	private void awaitHint(List<String> hints) {
		int before = hints.size();
		StoreRun.await("hint").until(() -> {
			change(this.run.claim(""));
			return hints.size() > before;
		});
	}

	private void change(String prefix) {
		this.changes++;
		StoreRun.done(this.changing, new Change.Create(prefix + this.changes, "new"));
	}

}
