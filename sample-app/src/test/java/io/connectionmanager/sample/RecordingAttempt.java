package io.connectionmanager.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.KeepAliveProbe;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that writes down what it is told.
 */
final class RecordingAttempt implements ConnectionAttempt {

	private final String name;

	private final Optional<URI> endpoint;

	private final List<String> signals = new CopyOnWriteArrayList<>();

	private volatile @Nullable Throwable cause;

	RecordingAttempt(String name, Optional<URI> endpoint) {
		this.name = name;
		this.endpoint = endpoint;
	}

	@Override
	public String name() {
		return this.name;
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
	public OptionalLong fencingToken() {
		return OptionalLong.empty();
	}

	@Override
	public void onAbandoned(Runnable action) {
		this.signals.add("onAbandoned");
	}

	@Override
	public Duration timeout() {
		return Duration.ofSeconds(5);
	}

	@Override
	public Optional<URI> endpoint() {
		return this.endpoint;
	}

	@Override
	public void keepAlive(KeepAliveProbe probe) {
		this.signals.add("keepAlive");
	}

	@Override
	public void alive() {
		this.signals.add("alive");
	}

	@Override
	public void detail(String key, @Nullable Object value) {
		this.signals.add("detail " + key);
	}

	@Override
	public void connected() {
		this.signals.add("connected");
	}

	@Override
	public void disconnected(@Nullable Throwable cause) {
		this.cause = cause;
		this.signals.add("disconnected");
	}

	List<String> signals() {
		return this.signals;
	}

	@Nullable Throwable cause() {
		return this.cause;
	}

}
