package io.connectionmanager.spring;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagerException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;
import io.connectionmanager.testing.VirtualTime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Secrets are planted wherever one may be, and looked for wherever something is shown.
 */
class PlantedSecretsTests {

	private static final String URL = "tcp://mallory:s3same%21@feed.example:7000?token=t0ken-1";

	private static final List<String> SECRETS = List.of("mallory", "s3same", "t0ken", "peggy", "ab;c&d", "c&d", "k3y",
			"inn3r");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger ours = (Logger) LoggerFactory.getLogger(ConnectionManager.class);

	private final Level before = requireNonNull(this.root.getLevel());

	@BeforeEach
	void listenToEveryLogger() {
		this.log.start();
		this.root.addAppender(this.log);
		this.root.setLevel(Level.DEBUG);
		this.ours.setLevel(Level.DEBUG);
	}

	@AfterEach
	void leaveTheLoggersAsTheyWere() {
		this.root.setLevel(this.before);
		this.ours.setLevel(null);
		this.root.detachAppender(this.log);
	}

	@Test
	void no_secret_is_shown_anywhere() {
		TestContext.runner()
			.withUserConfiguration(Application.class)
			.withPropertyValues("connection-manager.connections.prices.url=" + URL,
					"connection-manager.connections.prices.username=peggy",
					"connection-manager.connections.prices.password=ab;c&d",
					"management.endpoints.web.exposure.include=connections")
			.run((context) -> {
				Application application = context.getBean(Application.class);
				VirtualTime time = context.getBean(VirtualTime.class);
				ConnectionManager<?> manager = context.getBean(ConnectionManager.class);
				FakeConnector<Feed> connector = application.connector;
				List<Runnable> faults = List.of(() -> {
				}, connector::accepting, () -> connector.lose(failure()),
						() -> connector.refusing(new ConnectionRejectedException("rejected", failure())),
						() -> connector.lose(failure()));
				for (Runnable fault : faults) {
					fault.run();
					time.advance(Duration.ofSeconds(3));
					application.show(manager.snapshot().toString());
					showAnswers(context.getBean(ConnectionsEndpoint.class),
							context.getBean(ConnectionsHealthContributor.class), application);
					if (!manager.isConnected()) {
						application
							.show(catchThrowableOfType(ConnectionManagerException.class, manager::requireConnection)
								.toString());
					}
				}
				assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.SUSPENDED);
				context.getBean(MeterRegistry.class)
					.getMeters()
					.forEach((meter) -> application.show(meter.getId().toString()));
				List<String> logged = logged();
				assertThat(logged).anyMatch((line) -> line.contains("closing failed"))
					.anyMatch((line) -> line.contains("subscriber"))
					.anyMatch((line) -> line.contains("listener"))
					.anyMatch((line) -> line.contains("failed to handle"))
					.anyMatch((line) -> line.contains("classified"))
					.anyMatch((line) -> line.contains("CONNECTING -> WAITING after"));
				assertNoSecretIn(logged);
				assertNoSecretIn(application.shown());
			});
	}

	private static void assertNoSecretIn(List<String> shown) {
		for (String secret : SECRETS) {
			assertThat(shown).as(secret).noneMatch((text) -> text.contains(secret));
		}
	}

	private static Stream<String> lines(ILoggingEvent event) {
		return Stream.of(event.getFormattedMessage(), String.valueOf(event.getKeyValuePairs()),
				ThrowableProxyUtil.asString(event.getThrowableProxy()));
	}

	private List<String> logged() {
		return List.copyOf(this.log.list).stream().flatMap(PlantedSecretsTests::lines).toList();
	}

	private static void showAnswers(ConnectionsEndpoint endpoint, ConnectionsHealthContributor health,
			Application application) {
		HealthIndicator indicator = (HealthIndicator) requireNonNull(health.getContributor("prices"));
		application.show(JsonMapper.shared().writeValueAsString(endpoint.connections()));
		application.show(JsonMapper.shared().writeValueAsString(endpoint.connection("prices")));
		application.show(String.valueOf(indicator.health()));
	}

	static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

	/**
	 * A failure that tells everything, as those of client libraries sometimes do.
	 */
	static Exception failure() {
		IOException failure = new IOException("cannot log in as peggy with 'ab;c&d' at " + URL + ", mallory, s3same!",
				new IllegalStateException("api_key=k3y; password=ab;c&d", new IOException("amqp://a:inn3r@b")));
		failure.addSuppressed(new IOException("and peggy:ab;c&d"));
		return failure;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		private final List<String> shown = new CopyOnWriteArrayList<>();

		private final FakeConnector<Feed> connector = new FakeConnector<>(Feed::new) {

			@Override
			public void close(Feed connection) {
				super.close(connection);
				throw new IllegalStateException(failure());
			}

		}.refusing(failure());

		void show(String text) {
			this.shown.add(text);
		}

		List<String> shown() {
			return this.shown;
		}

		@Bean
		VirtualTime time() {
			return new VirtualTime();
		}

		@Bean
		ConnectionRuntime runtime(VirtualTime time) {
			return time.runtime();
		}

		@Bean
		Connector<Feed> pricesConnector() {
			return this.connector;
		}

		@Bean
		FailureClassifier classifier() {
			return (transition) -> {
				throw new IllegalStateException(failure());
			};
		}

		@Bean
		ConnectionListener listener() {
			return (transition) -> {
				show(transition.toString());
				throw new IllegalStateException(failure());
			};
		}

		@OnConnected("prices")
		void connected(Feed feed) {
			throw new IllegalStateException(failure());
		}

		@EventListener
		void on(ConnectionEvent event) {
			show(event.toString());
			throw new IllegalStateException(failure());
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observations() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onError(Observation.Context context) {
					show(stackTrace(requireNonNull(context.getError())));
				}

				@Override
				public void onStop(Observation.Context context) {
					show(context.toString());
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
			return registry;
		}

	}

}
