package io.connectionmanager.sample.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.sample.page.PageView.Stretch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered for the page, and that each browser gets all of it.
 */
class TimelinesTests {

	private static final List<String> CONNECTIONS = List.of("prices", "quotes");

	private static final int CHANGES = 900;

	private final Timelines timelines = new Timelines(Duration.ofMinutes(1));

	@Test
	void a_reader_gets_each_stretch_once_while_several_connections_write() {
		CompletableFuture<?> written = CompletableFuture.allOf(CONNECTIONS.stream()
			.map((name) -> CompletableFuture.runAsync(() -> write(name)))
			.toArray(CompletableFuture<?>[]::new));
		List<Long> read = new ArrayList<>();
		long seen = 0;
		boolean last;
		do {
			last = written.isDone();
			long latest = this.timelines.latest();
			for (String name : CONNECTIONS) {
				this.timelines.of(name).between(seen, latest).stream().map(Stretch::number).forEach(read::add);
			}
			seen = latest;
		}
		while (!last);
		assertThat(read).containsExactlyInAnyOrderElementsOf(
				LongStream.rangeClosed(1, (long) CHANGES * CONNECTIONS.size()).boxed().toList());
	}

	private void write(String name) {
		for (int change = 0; change < CHANGES; change++) {
			this.timelines.onTransition(change(name, ConnectionState.WAITING, Instant.EPOCH));
		}
	}

	@Test
	void what_is_older_than_the_window_is_forgotten_but_for_what_lasts_into_it() {
		Instant now = Instant.EPOCH;
		this.timelines.onTransition(change("prices", ConnectionState.CONNECTING, now));
		this.timelines.onTransition(change("prices", ConnectionState.CONNECTED, now.plusSeconds(1)));
		this.timelines.onTransition(change("prices", ConnectionState.WAITING, now.plusSeconds(100)));
		assertThat(this.timelines.of("prices").between(0, this.timelines.latest())).extracting(Stretch::state)
			.containsExactly(ConnectionState.CONNECTED, ConnectionState.WAITING);
	}

	private static ConnectionTransition change(String name, ConnectionState to, Instant at) {
		return new ConnectionTransition(name, ConnectionState.CONNECTING, to, 1, Optional.empty(), at, Duration.ZERO, 1,
				Optional.empty(), Optional.empty());
	}

}
