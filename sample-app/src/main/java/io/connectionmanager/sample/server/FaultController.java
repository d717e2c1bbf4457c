package io.connectionmanager.sample.server;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP operation that breaks the price server: {@code POST /server/refuse?seconds=5}.
 */
@RestController
@RequestMapping("/server")
class FaultController {

	private static final int MAX_SECONDS = 300;

	private final PriceServer server;

	FaultController(PriceServer server) {
		this.server = server;
	}

	@PostMapping("/{fault}")
	Result apply(@PathVariable String fault, @RequestParam(defaultValue = "5") int seconds) {
		Fault known = Fault.named(fault)
			.orElseThrow(() -> badRequest("There is no fault '%s'; there are: %s".formatted(fault, Fault.names())));
		if (seconds < 1 || seconds > MAX_SECONDS) {
			throw badRequest("'seconds' must be from 1 to %d, but is %d".formatted(MAX_SECONDS, seconds));
		}
		Duration duration = Duration.ofSeconds(seconds);
		this.server.apply(known, duration);
		return new Result(PriceServer.describe(known, duration));
	}

	private static ResponseStatusException badRequest(String detail) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
	}

	/**
	 * What the server does now.
	 *
	 * @param result a sentence
	 */
	record Result(String result) {

	}

}
