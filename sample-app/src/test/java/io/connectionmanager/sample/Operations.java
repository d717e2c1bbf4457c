package io.connectionmanager.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;

/**
 * What somebody does who operates the sample: over HTTP and nothing else.
 *
 * @param port the HTTP port of the sample
 */
public record Operations(int port) {

	/**
	 * Longer than what a machine with much to do takes for an attempt, and shorter than
	 * the silence after which the sample gives up a connection.
	 */
	static final String LONGER_TIMEOUT = "connection-manager.timeout=1900ms";

	private static final HttpClient http = HttpClient.newHttpClient();

	public HttpResponse<String> server(String fault) {
		return send(request("/server/" + fault).POST(HttpRequest.BodyPublishers.noBody()));
	}

	public HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	/**
	 * Returns all that is known of one connection.
	 * @param connection the name of the connection
	 * @return what the endpoint of connections shows
	 */
	public DocumentContext connection(String connection) {
		return JsonPath.parse(get("/actuator/connections/" + connection).body());
	}

	/**
	 * Opens the stream that keeps the page up to date, as a browser does.
	 * @return the lines of the stream, to be closed
	 */
	public Stream<String> live() {
		return send(request("/live").GET(), BodyHandlers.ofLines()).body();
	}

	public HttpResponse<String> operate(String connection, String operation) {
		return send(request("/actuator/connections/" + connection).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"operation\": \"%s\"}".formatted(operation))));
	}

	/**
	 * Returns the status of one connection.
	 * @param connection the name of the connection
	 * @return such as {@code UP}
	 */
	public String health(String connection) {
		return health(connection, "status");
	}

	/**
	 * Returns the state of one connection.
	 * @param connection the name of the connection
	 * @return such as {@code CONNECTED}
	 */
	public String state(String connection) {
		return health(connection, "details.state");
	}

	/**
	 * Returns what a load balancer asks for.
	 * @return the status of the answer
	 */
	public int readiness() {
		return get("/actuator/health/readiness").statusCode();
	}

	/**
	 * Returns what decides whether the process is ended and started anew.
	 * @return the status of the answer
	 */
	public int liveness() {
		return get("/actuator/health/liveness").statusCode();
	}

	private String health(String connection, String field) {
		return JsonPath.read(get("/actuator/health").body(),
				"$.components.connectionManager.components.%s.%s".formatted(connection, field));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofMinutes(1));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		return send(request, BodyHandlers.ofString());
	}

	private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
		try {
			return http.send(request.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
