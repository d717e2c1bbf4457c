package io.connectionmanager.sample.page;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A browser that looks at the page. It is told what is true when it is told, so nothing
 * queues up for one that is slow: it gets less often what others get at once.
 */
final class Browser {

	private static final Logger logger = LoggerFactory.getLogger(Browser.class);

	private final SseEmitter emitter;

	private final LongFunction<PageView> page;

	private final Executor executor;

	// How often it was to be told since it was last told. Whoever makes it positive
	// starts the task that brings it back to zero: there is never more than one.
	private final AtomicInteger untold = new AtomicInteger();

	private volatile boolean leaving;

	// Only touched inside the task.
	private long seen;

	Browser(SseEmitter emitter, LongFunction<PageView> page, Executor executor) {
		this.emitter = emitter;
		this.page = page;
		this.executor = executor;
	}

	/**
	 * Has the browser told what is true now. Does not wait for it.
	 */
	void tell() {
		if (this.untold.getAndIncrement() == 0) {
			this.executor.execute(this::catchUp);
		}
	}

	/**
	 * Lets the browser go. Does not wait for it, either: ending a response waits for what
	 * is being written to it.
	 */
	void leave() {
		this.leaving = true;
		tell();
	}

	private void catchUp() {
		int told;
		do {
			told = this.untold.get();
			if (!send()) {
				// The count stays positive: no other task comes.
				return;
			}
		}
		while (this.untold.addAndGet(-told) > 0);
	}

	private boolean send() {
		try {
			if (this.leaving) {
				this.emitter.complete();
				return false;
			}
			PageView view = this.page.apply(this.seen);
			this.emitter.send(view, MediaType.APPLICATION_JSON);
			this.seen = view.latest();
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			// The container notices, too, and ends the response.
			logger.debug("A browser has gone: {}", ex.toString());
			return false;
		}
	}

}
