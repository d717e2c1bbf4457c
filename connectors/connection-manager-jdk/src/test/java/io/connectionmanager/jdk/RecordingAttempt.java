package io.connectionmanager.jdk;

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

	final CompletableFuture<Void> ready = new CompletableFuture<>();

	final CompletableFuture<Optional<Throwable>> lost = new CompletableFuture<>();

	volatile @Nullable KeepAliveProbe probe;

	private final URI endpoint;

	private volatile @Nullable Thread prober;

	private boolean excused;

	RecordingAttempt(URI endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Runs the probe as the manager does after some silence.
	 * @return whether the probe gave a sign of life itself, in place of the server
	 */
	boolean probe() throws Exception {
		KeepAliveProbe probe = this.probe;
		if (probe == null) {
			throw new IllegalStateException("The connector has no probe");
		}
		this.excused = false;
		this.prober = Thread.currentThread();
		try {
			probe.probe();
		}
		finally {
			this.prober = null;
		}
		return this.excused;
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
		return Duration.ofSeconds(10);
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
	}

	@Override
	public void keepAlive(KeepAliveProbe probe) {
		this.probe = probe;
	}

	@Override
	public void alive() {
		if (Thread.currentThread() == this.prober) {
			this.excused = true;
		}
		else {
			this.signsOfLife.incrementAndGet();
		}
	}

	@Override
	public void detail(String key, @Nullable Object value) {
	}

	@Override
	public void connected() {
		this.ready.complete(null);
	}

	@Override
	public void disconnected(@Nullable Throwable cause) {
		this.lost.complete(Optional.ofNullable(cause));
	}

}
