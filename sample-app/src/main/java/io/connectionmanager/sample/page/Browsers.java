package io.connectionmanager.sample.page;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The browsers that look at the page. They are told when something happens, and twice a
 * second in any case: that brings the prices, and shows each side that the other is
 * there.
 * <p>
 * Like any lifecycle bean that names no phase, it starts after the web server and stops
 * before it: a web server that stops gracefully waits for all responses to end, and these
 * have no end of their own.
 */
@Component
class Browsers implements SmartLifecycle {

	private static final Duration BEAT = Duration.ofMillis(500);

	private static final long NO_TIMEOUT = 0;

	private final Page page;

	private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();

	// As many threads as there are browsers that are being told something. A slow one
	// keeps its own thread busy, and nobody else's.
	private final ExecutorService senders = Executors.newCachedThreadPool(threads("page-sender-"));

	private volatile @Nullable ScheduledExecutorService heart;

	Browsers(Page page, Timelines timelines) {
		this.page = page;
		timelines.onChange(this::tellAll);
	}

	/**
	 * Lets a browser look at the page.
	 * @return what it is told by
	 */
	SseEmitter join() {
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		Browser browser = new Browser(emitter, this.page::since, this.senders);
		emitter.onCompletion(() -> this.browsers.remove(browser));
		this.browsers.add(browser);
		browser.tell();
		if (!isRunning()) {
			browser.leave();
		}
		return emitter;
	}

	/**
	 * Has all browsers told what is true now. Does not wait for any of them.
	 */
	void tellAll() {
		this.browsers.forEach(Browser::tell);
	}

	int count() {
		return this.browsers.size();
	}

	@Override
	public void start() {
		ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(threads("page-heart-"));
		heart.scheduleAtFixedRate(this::tellAll, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
		this.heart = heart;
	}

	@Override
	public void stop() {
		ScheduledExecutorService heart = this.heart;
		this.heart = null;
		if (heart != null) {
			heart.shutdownNow();
		}
		this.browsers.forEach(Browser::leave);
	}

	@Override
	public boolean isRunning() {
		return this.heart != null;
	}

	private static CustomizableThreadFactory threads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

}
