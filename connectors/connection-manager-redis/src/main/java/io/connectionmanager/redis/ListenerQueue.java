package io.connectionmanager.redis;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.pubsub.RedisPubSubListener;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.Masking;
import io.connectionmanager.connector.ListenerCalls;

/**
 * Calls the listener of an application in order, but not on the event loop, where a slow
 * listener would hold up every other connection. While too many messages wait, the
 * channel is not read.
 */
final class ListenerQueue implements RedisPubSubListener<String, String> {

	private static final Logger logger = LoggerFactory.getLogger(RedisPubSubConnector.class);

	static final int PAUSE_AT = 1_024;

	private static final int RESUME_AT = PAUSE_AT / 2;

	private final String name;

	private final RedisPubSubListener<String, String> listener;

	private final EventExecutor executor;

	private final Channel channel;

	private final ListenerCalls calls = new ListenerCalls();

	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicBoolean paused = new AtomicBoolean();

	ListenerQueue(String name, RedisPubSubListener<String, String> listener, EventExecutor executor, Channel channel) {
		this.name = name;
		this.listener = listener;
		this.executor = executor;
		this.channel = channel;
	}

	/**
	 * Returns whether the channel is not read because the listener is slow. Then silence
	 * says nothing about the server.
	 */
	boolean isPaused() {
		return this.paused.get();
	}

	/** Discards what waits, and ends the call that is under way. */
	void end(Duration grace) throws InterruptedException {
		this.calls.end(grace);
	}

	private void deliver(Runnable call) {
		if (this.pending.incrementAndGet() == PAUSE_AT) {
			pause();
		}
		try {
			this.executor.execute(() -> run(call));
		}
		catch (RejectedExecutionException ex) {
			// The connection is closed, and its resources are shut down.
			this.pending.decrementAndGet();
		}
	}

	private void run(Runnable call) {
		boolean begun = this.calls.begin();
		try {
			if (begun) {
				call.run();
			}
		}
		catch (Throwable ex) {
			logger.error("Connection '{}': the listener failed", this.name, Masking.standard().mask(ex));
		}
		finally {
			if (begun) {
				this.calls.finish();
			}
			if (this.pending.decrementAndGet() <= RESUME_AT) {
				resume();
			}
		}
	}

	/** In this order, and with the check, because the listener may catch up meanwhile. */
	private void pause() {
		this.channel.config().setAutoRead(false);
		this.paused.set(true);
		if (this.pending.get() <= RESUME_AT) {
			resume();
		}
	}

	private void resume() {
		if (this.paused.compareAndSet(true, false)) {
			this.channel.config().setAutoRead(true);
		}
	}

	@Override
	public void message(String channel, String message) {
		deliver(() -> this.listener.message(channel, message));
	}

	@Override
	public void message(String pattern, String channel, String message) {
		deliver(() -> this.listener.message(pattern, channel, message));
	}

	@Override
	public void subscribed(String channel, long count) {
		deliver(() -> this.listener.subscribed(channel, count));
	}

	@Override
	public void psubscribed(String pattern, long count) {
		deliver(() -> this.listener.psubscribed(pattern, count));
	}

	@Override
	public void unsubscribed(String channel, long count) {
		deliver(() -> this.listener.unsubscribed(channel, count));
	}

	@Override
	public void punsubscribed(String pattern, long count) {
		deliver(() -> this.listener.punsubscribed(pattern, count));
	}

	@Override
	public void smessage(String shardChannel, String message) {
		deliver(() -> this.listener.smessage(shardChannel, message));
	}

	@Override
	public void ssubscribed(String shardChannel, long count) {
		deliver(() -> this.listener.ssubscribed(shardChannel, count));
	}

	@Override
	public void sunsubscribed(String shardChannel, long count) {
		deliver(() -> this.listener.sunsubscribed(shardChannel, count));
	}

}
