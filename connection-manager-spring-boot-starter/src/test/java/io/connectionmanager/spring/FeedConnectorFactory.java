package io.connectionmanager.spring;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;

/**
 * A factory whose peers are always there, and which keeps what it was given.
 */
public class FeedConnectorFactory implements ConnectorFactory<Feed> {

	private final Set<String> schemes;

	private final List<ConnectorContext> contexts = new CopyOnWriteArrayList<>();

	private final List<FakeConnector<Feed>> connectors = new CopyOnWriteArrayList<>();

	public FeedConnectorFactory() {
		this("feed", "feeds", "jdbc:feed");
	}

	public FeedConnectorFactory(String... schemes) {
		this.schemes = Set.of(schemes);
	}

	@Override
	public Set<String> schemes() {
		return this.schemes;
	}

	@Override
	public Type connectionType() {
		return Feed.class;
	}

	@Override
	public Set<String> options() {
		return Set.of("client-id", "channels", "size", "with-listener", "api-token");
	}

	@Override
	public Connector<Feed> create(ConnectorContext context) {
		if (context.endpoints().toString().contains("useless")) {
			throw new IllegalArgumentException("cannot connect to " + context.endpoints());
		}
		context.checkEndpoints((endpoint) -> {
			if ("/a/b".equals(endpoint.getPath())) {
				throw new ConnectionRejectedException("The URL %s has several segments".formatted(endpoint));
			}
		});
		ConnectorOptions options = ConnectorOptions.of(context);
		options.number("size", 1, 1, 10);
		if (options.flag("with-listener", false)) {
			context.requireCollaborator(FeedListener.class);
		}
		this.contexts.add(context);
		FakeConnector<Feed> connector = new FakeConnector<>(Feed::new);
		this.connectors.add(connector);
		return connector;
	}

	public List<ConnectorContext> contexts() {
		return this.contexts;
	}

	public ConnectorContext context(String name) {
		return this.contexts.stream().filter((context) -> context.name().equals(name)).findFirst().orElseThrow();
	}

	public FakeConnector<Feed> connector() {
		return this.connectors.get(0);
	}

	/** What the application supplies. */
	public interface FeedListener {

	}

}
