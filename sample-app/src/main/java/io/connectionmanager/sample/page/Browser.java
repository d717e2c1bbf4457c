package io.connectionmanager.sample.page;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A browser that shows the page, and what it has yet to be sent. Its own thread sends, so
 * a slow browser delays nobody. One that falls far behind loses the stream; it then opens
 * another one and starts with what is true by then.
 */
final class Browser implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Browser.class);

	/** About twenty seconds of prices. */
	private static final int CAPACITY = 200;

	private final BlockingQueue<Set<DataWithMediaType>> messages = new ArrayBlockingQueue<>(CAPACITY);

	private final SseEmitter emitter;

	private volatile boolean leaving;

	Browser(SseEmitter emitter) {
		this.emitter = emitter;
	}

	/**
	 * Has the browser sent a message. Does not wait for it.
	 * @param event the name of the message
	 * @param data what to send
	 */
	void tell(String event, Object data) {
		if (!this.messages.offer(SseEmitter.event().name(event).data(data, MediaType.APPLICATION_JSON).build())) {
			this.leaving = true;
		}
	}

	/**
	 * Ends the stream, after the message that is being sent. Does not wait for it.
	 */
	void leave() {
		this.leaving = true;
		// Wakes the thread up. If there is no room for it, the thread is not waiting.
		this.messages.offer(Set.of());
	}

	@Override
	public void run() {
		try {
			for (var message = this.messages.take(); !this.leaving; message = this.messages.take()) {
				this.emitter.send(message);
			}
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// The container notices as well, and ends the response.
			logger.debug("A browser has gone: {}", ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
