package io.connectionmanager.spring;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot reports when an application does not start.
 */
public final class Failures {

	private Failures() {
	}

	public static FailureAnalysis analysis(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return analysis(context.getStartupFailure());
	}

	public static FailureAnalysis analysis(ApplicationContextRunner runner) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> analysis[0] = analysis(context));
		return analysis[0];
	}

	public static FailureAnalysis analysis(Throwable startupFailure) {
		Throwable failure = startupFailure;
		while (failure != null && !(failure instanceof FailureAnalyzedException)) {
			failure = failure.getCause();
		}
		assertThat(failure).as("an analyzed failure in %s", startupFailure).isNotNull();
		return ((FailureAnalyzedException) failure).analysis();
	}

}
