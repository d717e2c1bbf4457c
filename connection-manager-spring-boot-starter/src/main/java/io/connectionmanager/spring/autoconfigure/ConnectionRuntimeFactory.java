package io.connectionmanager.spring.autoconfigure;

import io.connectionmanager.ConnectionRuntime;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Makes the runtime of all managers of the application.
 */
final class ConnectionRuntimeFactory {

	private ConnectionRuntimeFactory() {
	}

	static ConnectionRuntime create(ConnectionManagerProperties.ConnectLimit limit, Environment environment) {
		InvalidPropertyReport report = new InvalidPropertyReport(environment);
		ConnectionRuntime.Builder builder = ConnectionRuntime.builder()
			.virtualThreads(Threading.VIRTUAL.isActive(environment));
		report.check(PropertyOrigins.ROOT.append("connect-limit.permits"),
				() -> builder.connectLimit(limit.getPermits()));
		Double perSecond = limit.getPerSecond();
		if (perSecond != null) {
			report.check(PropertyOrigins.ROOT.append("connect-limit.per-second"), () -> builder.connectRate(perSecond));
		}
		return builder.build();
	}

}
