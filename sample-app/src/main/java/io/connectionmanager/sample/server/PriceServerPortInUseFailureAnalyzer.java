package io.connectionmanager.sample.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a port of the price server that is in use, as Spring Boot reports that of the
 * web server.
 */
class PriceServerPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PriceServerPortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PriceServerPortInUseException cause) {
		return new FailureAnalysis(
				"The price server failed to start. Port %d was already in use.".formatted(cause.port()),
				("Identify and stop the process that's listening on port %d or configure the price server to listen "
						+ "on another port, with --sample.server.port.")
					.formatted(cause.port()),
				cause);
	}

}
