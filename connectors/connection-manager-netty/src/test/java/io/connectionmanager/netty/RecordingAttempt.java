package io.connectionmanager.netty;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.KeepAliveProbe;

/**
 * An attempt without a manager, which records what the connector reports.
 */
final class RecordingAttempt implements ConnectionAttempt {

	final AtomicInteger signsOfLife = new AtomicInteger();

	/** Holds the cause of the loss: null if it is not known. */
	final CompletableFuture<@Nullable Throwable> lost = new CompletableFuture<>();

	volatile @Nullable KeepAliveProbe probe;

	volatile @Nullable Runnable abandon;

	private final URI endpoint;

	private final Duration timeout;

	RecordingAttempt(URI endpoint) {
		this(endpoint, Duration.ofSeconds(10));
	}

	RecordingAttempt(URI endpoint, Duration timeout) {
		this.endpoint = endpoint;
		this.timeout = timeout;
	}

	@Override
	public String name() {
		return "peer";
	}

	@Override
	public int number() {
		return 1;
	}

	@Override
	public long generation() {
		return 1;
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public Optional<URI> endpoint() {
		return Optional.of(this.endpoint);
	}

	@Override
	public OptionalLong fencingToken() {
		return OptionalLong.empty();
	}

	@Override
	public void onAbandoned(Runnable action) {
		this.abandon = action;
	}

	@Override
	public void keepAlive(KeepAliveProbe probe) {
		this.probe = probe;
	}

	@Override
	public void alive() {
		this.signsOfLife.incrementAndGet();
	}

	@Override
	public void detail(String key, @Nullable Object value) {
	}

	@Override
	public void connected() {
	}

	@Override
	public void disconnected(@Nullable Throwable cause) {
		this.lost.complete(cause);
	}

}
