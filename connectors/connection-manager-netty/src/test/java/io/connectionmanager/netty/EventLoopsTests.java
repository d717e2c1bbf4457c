package io.connectionmanager.netty;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventLoops}.
 */
class EventLoopsTests {

	@Test
	void all_channels_share_one_group() {
		EventLoops loops = new EventLoops(null, Duration.ZERO);
		EventLoopGroup group = loops.acquire();
		assertThat(loops.acquire()).isSameAs(group);
		loops.release();
		loops.release();
		await().until(group::isTerminated);
	}

	@Test
	void a_group_that_is_unused_for_a_while_is_released() {
		EventLoops loops = new EventLoops(null, Duration.ofMillis(100));
		EventLoopGroup group = loops.acquire();
		loops.release();
		assertThat(loops.acquire()).isSameAs(group);
		loops.release();
		await().until(group::isTerminated);
		EventLoopGroup next = loops.acquire();
		assertThat(next).isNotSameAs(group);
		assertThat(next.isShuttingDown()).isFalse();
		loops.release();
		await().until(next::isTerminated);
	}

	@Test
	void a_group_in_use_is_kept() throws Exception {
		EventLoops loops = new EventLoops(null, Duration.ZERO);
		EventLoopGroup group = loops.acquire();
		loops.acquire();
		loops.release();
		// What was due runs before what is scheduled now.
		group.schedule(() -> {
		}, 1, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
		assertThat(group.isShuttingDown()).isFalse();
		loops.release();
		await().until(group::isTerminated);
	}

	@Test
	void threads_do_not_keep_the_process_or_a_class_loader_alive() throws Exception {
		EventLoops loops = new EventLoops(null, Duration.ZERO);
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		loops.acquire().execute(() -> thread.complete(Thread.currentThread()));
		assertThat(thread.get(10, TimeUnit.SECONDS).isDaemon()).isTrue();
		assertThat(thread.get().getContextClassLoader()).isSameAs(EventLoops.class.getClassLoader());
		loops.release();
	}

}
