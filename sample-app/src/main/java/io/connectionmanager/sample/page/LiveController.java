package io.connectionmanager.sample.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.sample.PriceBoard;
import io.connectionmanager.sample.PriceReceived;
import io.connectionmanager.sample.server.PriceServer;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The one stream of a browser: each price, the name of each connection that has changed,
 * and a beat. What has changed, the browser asks the endpoint.
 */
@RestController
// What is written to an emitter is not in the signature: a native image has to be told.
@RegisterReflectionForBinding({ PriceReceived.class, LiveController.Beat.class })
class LiveController implements ConnectionListener {

	private static final long NO_TIMEOUT = 0;

	private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();

	private final PriceBoard board;

	private final PriceServer server;

	private volatile boolean closing;

	LiveController(PriceBoard board, PriceServer server) {
		this.board = board;
		this.server = server;
	}

	@GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter open() {
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		Browser browser = new Browser(emitter);
		emitter.onCompletion(() -> this.browsers.remove(browser));
		browser.tell("beat", currentBeat());
		this.browsers.add(browser);
		this.board.latest().forEach((price) -> browser.tell("price", price));
		if (this.closing) {
			browser.leave();
		}
		Thread sender = new Thread(browser, "page-sender");
		sender.setDaemon(true);
		sender.start();
		return emitter;
	}

	@EventListener
	void on(PriceReceived price) {
		tellAll("price", price);
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		tellAll("changed", Map.of("name", transition.name()));
	}

	@Override
	public void onOutageOver(String name, Instant ended, Duration length) {
		tellAll("changed", Map.of("name", name));
	}

	@Scheduled(fixedRate = 500)
	void beat() {
		tellAll("beat", currentBeat());
	}

	// Before the web server shuts down, which waits for streams that are open.
	@EventListener
	void on(ContextClosedEvent event) {
		this.closing = true;
		this.browsers.forEach(Browser::leave);
	}

	private void tellAll(String event, Object data) {
		this.browsers.forEach((browser) -> browser.tell(event, data));
	}

	private Beat currentBeat() {
		return new Beat(Instant.now(), this.server.fault().toString(), this.server.wellAt().orElse(null));
	}

	/**
	 * A sign of life, with what is wrong with the price server.
	 *
	 * @param now the time
	 * @param fault what the price server does wrong
	 * @param until when it is well again, absent if nothing is wrong
	 */
	record Beat(Instant now, String fault, @Nullable Instant until) {

	}

}
