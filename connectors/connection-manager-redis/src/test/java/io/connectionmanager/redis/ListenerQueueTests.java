package io.connectionmanager.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerQueueTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final DefaultEventExecutor executor = new DefaultEventExecutor();

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger received = new AtomicInteger();

	private final ListenerQueue queue = new ListenerQueue("news", new RedisPubSubAdapter<>() {

		@Override
		public void message(String channel, String message) {
			awaitRelease();
			ListenerQueueTests.this.received.incrementAndGet();
		}

	}, this.executor, this.channel);

	@AfterEach
	void end() {
		this.released.countDown();
		this.executor.shutdownGracefully();
		this.channel.close();
	}

	private void awaitRelease() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void the_channel_is_not_read_while_the_listener_is_behind() {
		send(ListenerQueue.PAUSE_AT - 1);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
		send(1);
		assertThat(this.channel.config().isAutoRead()).isFalse();
		assertThat(this.queue.isPaused()).isTrue();
		this.released.countDown();
		await().until(() -> this.received.get() == ListenerQueue.PAUSE_AT);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
	}

	@Test
	void a_listener_that_keeps_up_is_never_left_paused() {
		this.released.countDown();
		for (int i = 0; i < 100; i++) {
			send(ListenerQueue.PAUSE_AT);
		}
		await().until(() -> this.received.get() == 100 * ListenerQueue.PAUSE_AT);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
	}

	@Test
	void messages_after_the_end_of_the_executor_are_dropped() {
		this.executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		send(2 * ListenerQueue.PAUSE_AT);
		assertThat(this.queue.isPaused()).isFalse();
	}

	@Test
	void a_failure_of_the_listener_is_logged_without_secrets() {
		List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				events.add(event);
			}

		};
		Logger logger = (Logger) LoggerFactory.getLogger(RedisPubSubConnector.class);
		appender.start();
		logger.addAppender(appender);
		try {
			new ListenerQueue("news", new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, String message) {
					throw new IllegalStateException("cannot reach https://joe:hunter2@h");
				}

			}, this.executor, this.channel).message("news", "message");
			await().until(() -> !events.isEmpty());
			assertThat(events.get(0).getThrowableProxy().getMessage()).contains("cannot reach https://******@h")
				.doesNotContain("hunter2");
		}
		finally {
			logger.detachAppender(appender);
		}
	}

	private void send(int count) {
		for (int i = 0; i < count; i++) {
			this.queue.message("news", "message");
		}
	}

}
