package io.connectionmanager.spring.declaration;

import java.util.List;

import io.connectionmanager.ConnectionRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Creates the runtime that all managers of an application share.
 */
public final class ConnectionRuntimeFactory {

	private ConnectionRuntimeFactory() {
	}

	/**
	 * Creates a runtime.
	 * @param permits the maximum number of concurrent attempts
	 * @param perSecond the maximum number of attempts that begin per second, or
	 * {@code null} for no limit
	 * @param environment determines whether threads are virtual
	 * @return the runtime
	 */
	public static ConnectionRuntime create(int permits, @Nullable Double perSecond, Environment environment) {
		require(permits >= 1, "connect-limit.permits", "must be at least 1, but is " + permits,
				"a number of at least 1", environment);
		ConnectionRuntime.Builder builder = ConnectionRuntime.builder()
			.virtualThreads(Threading.VIRTUAL.isActive(environment))
			.connectLimit(permits);
		if (perSecond != null) {
			require(perSecond > 0, "connect-limit.per-second", "must be more than zero, but is " + perSecond,
					"a number of more than 0", environment);
			builder.connectRate(perSecond);
		}
		return builder.build();
	}

	private static void require(boolean valid, String path, String rule, String value, Environment environment) {
		if (!valid) {
			ConfigurationProperty property = PropertyOrigins.find(PropertyOrigins.sources(environment),
					PropertyOrigins.ROOT.append(path));
			throw ConfigurationProblems.invalid((property != null) ? List.of(property) : List.of(), path + " " + rule,
					"Set '%s' to %s, or remove it.".formatted(path, value));
		}
	}

}
