package io.connectionmanager.spring.jdk;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.jdk.EventStream;
import io.connectionmanager.jdk.EventStreamListener;
import io.connectionmanager.jdk.ServerSentEvent;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class EventStreamApplicationTests extends JdkApplicationContract<EventStream> {

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(TomcatServer.class, "{port}", "{directory}").start();
	}

	@Override
	protected String scheme() {
		return "http";
	}

	@Override
	protected String path() {
		return "/events";
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(Events.class);
	}

	@Override
	protected Map<String, String> secretProperties() {
		return Map.of("options.headers", "Authorization: Bearer " + SECRET + ", Cookie: session=" + REST_OF_SECRET);
	}

	@Override
	protected void exchange(EventStream connection, ApplicationContext application) {
		Queue<String> events = application.getBean(Events.class).events;
		events.clear();
		await().until(() -> events.contains("tick"));
	}

	static class Events implements EventStreamListener {

		private final Queue<String> events = new ConcurrentLinkedQueue<>();

		@Override
		public void onEvent(ServerSentEvent event) {
			this.events.add(event.data());
		}

	}

}
