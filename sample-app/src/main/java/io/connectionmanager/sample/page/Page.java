package io.connectionmanager.sample.page;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.Outage;
import io.connectionmanager.sample.PriceBoard;
import io.connectionmanager.sample.page.PageView.Connection;
import io.connectionmanager.sample.page.PageView.News;
import io.connectionmanager.sample.page.PageView.PastOutage;
import io.connectionmanager.sample.server.PriceServer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Puts together what the page shows, from what is in memory. No connection is touched,
 * and nothing is waited for.
 */
@Component
class Page {

	private static final int OUTAGES = 12;

	private final ConnectionManagers managers;

	private final Timelines timelines;

	private final PriceBoard board;

	private final PriceServer server;

	private volatile @Nullable News news;

	Page(ConnectionManagers managers, Timelines timelines, PriceBoard board, PriceServer server) {
		this.managers = managers;
		this.timelines = timelines;
		this.board = board;
		this.server = server;
	}

	void tell(News news) {
		this.news = news;
	}

	/**
	 * Returns what a browser is to show.
	 * @param seen the number of the latest stretch that it has, 0 if it has none
	 * @return the view
	 */
	PageView since(long seen) {
		long latest = this.timelines.latest();
		List<Connection> connections = this.managers.stream()
			.sorted(Comparator.comparing(ConnectionManager::name))
			.map((manager) -> connection(manager.snapshot(), seen, latest))
			.toList();
		return new PageView(Instant.now(), this.timelines.window().toMillis(), latest, this.news,
				new PageView.Server(this.server.fault().toString(), this.server.wellAt().orElse(null)), connections,
				outages(connections));
	}

	private Connection connection(ConnectionSnapshot<?> snapshot, long seen, long latest) {
		Timeline timeline = this.timelines.of(snapshot.name());
		return new Connection(snapshot.name(), snapshot.state(), snapshot.since(), snapshot.attempt(),
				snapshot.nextAttemptAt().orElse(null), timeline.lastFailure().orElse(null),
				this.board.received(snapshot.name()), timeline.between(seen, latest));
	}

	private List<PastOutage> outages(List<Connection> connections) {
		return connections.stream()
			.flatMap((connection) -> this.timelines.of(connection.name()).outages().stream())
			.sorted(Comparator.comparing(Outage::begun).reversed())
			.limit(OUTAGES)
			.map(Page::outage)
			.toList();
	}

	private static PastOutage outage(Outage outage) {
		Map<String, Integer> causes = new TreeMap<>();
		outage.causes().forEach((kind, count) -> causes.put(kind.toString(), count));
		return new PastOutage(outage.name(), outage.begun(), outage.ended().orElse(null), outage.attempts(), causes);
	}

}
