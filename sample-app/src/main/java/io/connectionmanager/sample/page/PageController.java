package io.connectionmanager.sample.page;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The stream that keeps the page up to date. The page itself is a static file, and what
 * its buttons do is done by the endpoint {@code connections} and by the price server.
 */
@RestController
// What is written to an emitter is not in the signature: a native image has to be told.
@RegisterReflectionForBinding(PageView.class)
class PageController {

	private final Browsers browsers;

	PageController(Browsers browsers) {
		this.browsers = browsers;
	}

	@GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter live() {
		return this.browsers.join();
	}

}
