package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureKind;

/**
 * Requests an event stream, and follows redirects: not from HTTPS to HTTP, and without
 * credentials and configured headers from the first redirect to another origin on. The
 * request has no timeout, which recent versions of the client apply to the body as well:
 * the timeout of the attempt covers the handshake.
 */
final class EventStreamHandshake {

	private static final int MAX_REDIRECTS = 10;

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	private final HttpClient client;

	private final Map<String, String> headers;

	private final EventStreamPosition position;

	private final EventStreamConnection connection;

	EventStreamHandshake(HttpClient client, Map<String, String> headers, EventStreamPosition position,
			EventStreamConnection connection) {
		this.client = client;
		this.headers = headers;
		this.position = position;
		this.connection = connection;
	}

	/**
	 * Starts the first request.
	 * @param target the URL, without user-info
	 */
	void start(URI target) {
		request(target, true, 0);
	}

	private void request(URI target, boolean sameOrigin, int redirects) {
		HttpRequest.Builder request = HttpRequest.newBuilder(target)
			.setHeader("Accept", "text/event-stream")
			.setHeader("Cache-Control", "no-store");
		if (sameOrigin) {
			this.headers.forEach(request::setHeader);
		}
		if (this.position.isSendable()) {
			request.setHeader("Last-Event-ID", this.position.lastEventId());
		}
		CompletableFuture<HttpResponse<Void>> answer = this.client.sendAsync(request.build(),
				(info) -> isEventStream(info.statusCode(), info.headers()) ? this.connection : new UnreadBody());
		this.connection.requesting(answer);
		// The client would go on in the common pool, where a slow listener holds up
		// others.
		answer.whenCompleteAsync((response, failure) -> {
			try {
				if (failure != null) {
					this.connection.failed(HttpFailures.of(failure));
				}
				else {
					answered(response, sameOrigin, redirects);
				}
			}
			catch (RuntimeException ex) {
				this.connection.failed(ex);
			}
		}, this.client.executor().orElseThrow());
	}

	private void answered(HttpResponse<Void> response, boolean sameOrigin, int redirects) {
		int status = response.statusCode();
		if (isEventStream(status, response.headers())) {
			this.connection.ready();
		}
		else if (REDIRECTS.contains(status) && response.headers().firstValue("Location").isPresent()) {
			URI target = redirectTarget(response, redirects);
			if (this.connection.isOpen()) {
				request(target, sameOrigin && HttpTarget.haveSameOrigin(response.uri(), target), redirects + 1);
			}
		}
		else {
			this.connection.failed(failure(status, response.headers()));
		}
	}

	/** A location may contain secrets, so no message repeats it. */
	private static URI redirectTarget(HttpResponse<Void> response, int redirects) {
		if (redirects == MAX_REDIRECTS) {
			throw protocol("The server redirected the request more than %d times".formatted(MAX_REDIRECTS));
		}
		URI target;
		try {
			URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
			target = HttpTarget.of(response.uri().resolve(location), EventStreamConnector.SCHEMES);
		}
		catch (IllegalArgumentException | ConnectionRejectedException ex) {
			throw protocol("The server redirected the request to something that is not an HTTP URL");
		}
		if (HttpTarget.schemeOf(response.uri()).equals("https") && HttpTarget.schemeOf(target).equals("http")) {
			throw protocol("The server redirected the request from https to http, which is not followed");
		}
		return target;
	}

	private static boolean isEventStream(int status, HttpHeaders headers) {
		return status == 200 && mediaTypeOf(headers).equals("text/event-stream") && !isEncoded(headers);
	}

	private static String mediaTypeOf(HttpHeaders headers) {
		String contentType = headers.firstValue("Content-Type").orElse("");
		return contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
	}

	private static boolean isEncoded(HttpHeaders headers) {
		return headers.firstValue("Content-Encoding").filter((it) -> !it.equalsIgnoreCase("identity")).isPresent();
	}

	private static Throwable failure(int status, HttpHeaders headers) {
		if (status == 204) {
			return new ConnectionRejectedException(
					"The server answered with status 204, which asks clients not to reconnect");
		}
		if (status != 200) {
			return HttpFailures.ofStatus(status, headers);
		}
		return protocol(isEncoded(headers) ? "The server compressed the event stream without being asked to"
				: "The server answered with the content type '%s' instead of text/event-stream"
					.formatted(mediaTypeOf(headers)));
	}

	private static ConnectionFailedException protocol(String message) {
		return new ConnectionFailedException(FailureKind.PROTOCOL, message, null);
	}

	/**
	 * The body of an answer that is no event stream. It may be endless: it is not read,
	 * which closes the connection.
	 */
	private static final class UnreadBody implements BodySubscriber<@Nullable Void> {

		@Override
		public CompletionStage<@Nullable Void> getBody() {
			return CompletableFuture.completedStage(null);
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.cancel();
		}

		@Override
		public void onNext(List<ByteBuffer> chunks) {
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onComplete() {
		}

	}

}
