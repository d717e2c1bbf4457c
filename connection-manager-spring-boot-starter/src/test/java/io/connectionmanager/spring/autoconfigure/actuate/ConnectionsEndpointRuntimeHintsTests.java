package io.connectionmanager.spring.autoconfigure.actuate;

import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.actuate.ConnectionDescriptor;
import io.connectionmanager.spring.actuate.ConnectionSummary;
import io.connectionmanager.spring.actuate.ConnectionsDescriptor;
import io.connectionmanager.spring.actuate.ConnectionsEndpointWebExtension;
import io.connectionmanager.spring.actuate.ExclusiveDescriptor;
import io.connectionmanager.spring.actuate.ExclusiveGroupDescriptor;
import io.connectionmanager.spring.actuate.NextAttempt;
import io.connectionmanager.spring.actuate.OutageDescriptor;
import io.connectionmanager.spring.actuate.ErrorDescriptor;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image has to know of the endpoint.
 */
class ConnectionsEndpointRuntimeHintsTests {

	@Test
	void each_type_that_is_returned_can_be_written_as_json() throws Exception {
		RuntimeHints hints = hints();
		for (Class<?> type : new Class<?>[] { ConnectionsDescriptor.class, ConnectionSummary.class,
				ConnectionSummary.Failure.class, OutageDescriptor.class, ConnectionDescriptor.class,
				ConnectionDescriptor.Settings.class, ConnectionDescriptor.Backoff.class,
				ConnectionDescriptor.KeepAlive.class, ConnectionDescriptor.History.class,
				ConnectionDescriptor.Transition.class, NextAttempt.class, ErrorDescriptor.class,
				ExclusiveDescriptor.class, ExclusiveGroupDescriptor.class, ExclusiveGroupDescriptor.Member.class }) {
			String accessor = type.getRecordComponents()[0].getName();
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(type.getMethod(accessor)))
				.as(type.getName())
				.accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ConnectionsEndpointWebExtension.class, "operate")).accepts(hints);
	}

	private static RuntimeHints hints() {
		TestGenerationContext generationContext = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=connections").applyTo(context);
			context.register(Configurations.getClasses(TestContext.AUTO_CONFIGURATIONS));
			new ApplicationContextAotGenerator().processAheadOfTime(context, generationContext);
		}
		return generationContext.getRuntimeHints();
	}

}
