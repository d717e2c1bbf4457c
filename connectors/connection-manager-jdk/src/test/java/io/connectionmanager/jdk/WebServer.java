package io.connectionmanager.jdk;

import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ServerSocketFactory;

/**
 * A program that echoes WebSocket messages at {@code /echo} and sends events at
 * {@code /events}: one for each request of {@code /emit}, and a comment every 50 ms. With
 * {@code /refuse?seconds=1}, it refuses connections until {@code /accept}.
 */
final class WebServer {

	static final String USER = "user";

	static final String PASSWORD = "p4ssw0rd-of-the-test";

	private static final Set<Exchange> STREAMS = ConcurrentHashMap.newKeySet();

	private static volatile String retryAfter = "";

	private WebServer() {
	}

	/**
	 * Runs the server until it is killed.
	 * @param arguments the port
	 */
	public static void main(String[] arguments) throws InterruptedException {
		ScheduledExecutorService comments = Executors.newSingleThreadScheduledExecutor();
		comments.scheduleAtFixedRate(() -> broadcast(":\n"), 50, 50, TimeUnit.MILLISECONDS);
		ScriptedServer server = new ScriptedServer(Integer.parseInt(arguments[0]), ServerSocketFactory.getDefault(),
				WebServer::serve);
		System.out.println("Listening at " + server.port());
		new CountDownLatch(1).await();
	}

	private static void serve(Exchange exchange) throws IOException {
		String path = exchange.requestLine().split(" ")[1];
		switch (path.replaceFirst("\\?.*", "")) {
			case "/echo" -> {
				if (isAccepted(exchange)) {
					exchange.acceptWebSocket();
					exchange.echo();
				}
			}
			case "/events" -> {
				if (isAccepted(exchange)) {
					exchange.beginEvents();
					stream(exchange);
				}
			}
			case "/emit" -> {
				broadcast("data: event\n\n");
				exchange.answer(200);
			}
			case "/refuse" -> {
				retryAfter = path.replaceFirst(".*=", "");
				exchange.answer(200);
			}
			case "/accept" -> {
				retryAfter = "";
				exchange.answer(200);
			}
			default -> exchange.answer(404);
		}
	}

	private static boolean isAccepted(Exchange exchange) throws IOException {
		if (!retryAfter.isEmpty()) {
			exchange.answer(503, "Retry-After: " + retryAfter);
			return false;
		}
		String both = USER + ":" + PASSWORD;
		if (!("Basic " + Base64.getEncoder().encodeToString(both.getBytes()))
			.equals(exchange.headers().get("Authorization"))) {
			exchange.answer(401);
			return false;
		}
		return true;
	}

	private static void stream(Exchange exchange) throws IOException {
		STREAMS.add(exchange);
		try {
			exchange.awaitEnd();
		}
		finally {
			STREAMS.remove(exchange);
		}
	}

	/** Small texts: they fit into the buffers of a stream whose client does not read. */
	private static void broadcast(String text) {
		for (Exchange stream : STREAMS) {
			try {
				synchronized (stream) {
					stream.write(text);
				}
			}
			catch (IOException ex) {
				STREAMS.remove(stream);
			}
		}
	}

}
