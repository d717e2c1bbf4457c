package io.connectionmanager.spring.jdk;

import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class WebSocketApplicationTests extends JdkApplicationContract<WebSocket> {

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(TomcatServer.class, "{port}", "{directory}").start();
	}

	@Override
	protected String scheme() {
		return "ws";
	}

	@Override
	protected String path() {
		return "/echo";
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(Texts.class);
	}

	@Override
	protected Map<String, String> secretProperties() {
		return Map.of("options.headers", "Authorization: Bearer " + SECRET + ", X-Api-Key: " + REST_OF_SECRET);
	}

	@Override
	protected void exchange(WebSocket connection, ApplicationContext application) {
		Queue<String> texts = application.getBean(Texts.class).texts;
		texts.clear();
		connection.sendText("text", true);
		await().until(() -> texts.contains("text"));
	}

	static class Texts implements WebSocket.Listener {

		private final Queue<String> texts = new ConcurrentLinkedQueue<>();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
			this.texts.add(text.toString());
			webSocket.request(1);
			return null;
		}

	}

}
