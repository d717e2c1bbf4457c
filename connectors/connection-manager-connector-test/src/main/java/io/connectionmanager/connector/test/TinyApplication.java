package io.connectionmanager.connector.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.awaitility.core.ConditionFactory;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSnapshot;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A running application with connections, and all that it shows to its operators.
 * Endpoints are called as JMX does, so that they answer with what becomes JSON.
 *
 * @param <C> the type of the connection
 */
final class TinyApplication<C> implements AutoCloseable {

	/** The name of the first connection; others have a number behind it. */
	static final String NAME = "contract";

	/** The client library starts with its first connection. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final AtomicInteger APPLICATIONS = new AtomicInteger();

	private static final Map<String, Object> SHORT_TIMES = Map.of("connection-manager.reconnect-after", "50ms",
			"connection-manager.authentication-delay", "100ms");

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private final LogCapture log;

	private final String domain;

	private final ConfigurableApplicationContext context;

	private final Recorder<C> recorder = new Recorder<>((connection) -> {
	});

	private TinyApplication(LogCapture log, String domain, ConfigurableApplicationContext context) {
		this.log = log;
		this.domain = domain;
		this.context = context;
		manager().subscribe(this.recorder);
	}

	/**
	 * Starts an application.
	 * @param log what captures its log
	 * @param beans the types of its beans
	 * @param properties properties of the application
	 * @param connections the properties of each connection
	 */
	static <C> TinyApplication<C> start(LogCapture log, List<Class<?>> beans, Map<String, String> properties,
			List<Map<String, String>> connections) {
		String domain = "connector-test-" + APPLICATIONS.incrementAndGet();
		List<Class<?>> sources = new ArrayList<>(beans);
		sources.add(Configuration.class);
		Map<String, Object> all = new LinkedHashMap<>(SHORT_TIMES);
		all.put("spring.main.banner-mode", "off");
		all.put("spring.jmx.enabled", true);
		all.put("spring.jmx.default-domain", domain);
		all.put("management.endpoints.jmx.exposure.include", "*");
		all.putAll(properties);
		for (int i = 0; i < connections.size(); i++) {
			String prefix = "connection-manager.connections." + NAME + ((i > 0) ? i : "") + ".";
			connections.get(i).forEach((name, value) -> all.put(prefix + name, value));
		}
		return new TinyApplication<>(log, domain,
				new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
					.properties(all)
					.run());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@SuppressWarnings("unchecked")
	private ConnectionManager<C> manager() {
		return (ConnectionManager<C>) managers().get(NAME);
	}

	private ConnectionManagers managers() {
		return this.context.getBean(ConnectionManagers.class);
	}

	private Configuration observed() {
		return this.context.getBean(Configuration.class);
	}

	C connection() {
		return manager().requireConnection();
	}

	private static ConditionFactory await(String what) {
		return ContractRun.await(what).atMost(PATIENCE);
	}

	void awaitEvents(String... types) {
		await("events").until(() -> observed().connects, List.of(types)::equals);
		await("the subscriber").until(() -> heard().length() == types.length);
	}

	void awaitHealth(String status) {
		await("health").until(() -> health(NAME).get("status"), status::equals);
	}

	void awaitFailures(int failures) {
		await("failures").until(() -> manager().snapshot().failures() >= failures);
	}

	/** Until each connection has been opened, or an attempt has failed. */
	void awaitOutcome() {
		await("the outcome").until(() -> managers().stream().allMatch((manager) -> hasOutcome(manager.snapshot())));
	}

	private static boolean hasOutcome(ConnectionSnapshot<?> snapshot) {
		return snapshot.connects() + snapshot.failures() > 0;
	}

	/** Returns the calls of a subscriber: {@code +} and {@code -}. */
	String heard() {
		return this.recorder.heard();
	}

	/** Returns what the endpoint shows of the connection. */
	@SuppressWarnings("unchecked")
	Map<String, Object> summary() {
		Map<?, ?> all = (Map<?, ?>) call("Connections", "connections");
		return (Map<String, Object>) list(all, "connections").get(0);
	}

	private Map<?, ?> health(String name) {
		return (Map<?, ?>) call("Health", "healthForPath", (Object) new String[] { "connectionManager", name });
	}

	/** Returns the value of a meter. */
	double measured(String meter) {
		Map<?, ?> metric = (Map<?, ?>) call("Metrics", "metric", meter, List.of());
		Map<?, ?> measurement = (Map<?, ?>) list(metric, "measurements").get(0);
		return (Double) Objects.requireNonNull(measurement.get("value"), meter);
	}

	private static List<?> list(Map<?, ?> map, String key) {
		return List.copyOf((Collection<?>) Objects.requireNonNull(map.get(key), key));
	}

	/** Returns everything that has been shown so far, wherever that is. */
	List<String> shown() {
		List<String> shown = new ArrayList<>(this.log.lines());
		shown.addAll(observed().shown);
		managers().stream().forEach((manager) -> show(manager, shown));
		shown.add(String.valueOf(call("Connections", "connections")));
		shown.add(String.valueOf(call("Health", "health")));
		for (Object meter : list((Map<?, ?>) call("Metrics", "listNames"), "names")) {
			if (meter.toString().startsWith("connection")) {
				shown.add(String.valueOf(call("Metrics", "metric", meter, List.of())));
			}
		}
		return shown;
	}

	private void show(ConnectionManager<?> manager, List<String> shown) {
		shown.add(manager.toString());
		shown.add(manager.snapshot().toString());
		manager.snapshot().lastFailure().ifPresent((failure) -> shown.add(text(failure)));
		manager.connection().ifPresent((connection) -> shown.add(Objects.toString(connection)));
		shown.add(String.valueOf(call("Connections", "connection", manager.name())));
		shown.add(health(manager.name()).toString());
	}

	private Object call(String endpoint, String operation, Object... arguments) {
		try {
			ObjectName name = new ObjectName(this.domain + ":type=Endpoint,name=" + endpoint);
			String[] signature = new String[arguments.length];
			for (int i = 0; i < arguments.length; i++) {
				signature[i] = arguments[i].getClass().getName();
			}
			return this.server.invoke(name, operation, arguments, signature);
		}
		catch (JMException ex) {
			throw new IllegalStateException("%s of the endpoint '%s' failed".formatted(operation, endpoint), ex);
		}
	}

	static String text(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application, which records the calls and events of its connection.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration implements ApplicationListener<ApplicationEvent> {

		private final List<String> connects = new CopyOnWriteArrayList<>();

		private final List<String> shown = new CopyOnWriteArrayList<>();

		@Bean
		ConnectionListener listener() {
			return (transition) -> {
				this.shown.add(transition.toString());
				transition.cause().ifPresent((cause) -> this.shown.add(text(cause)));
			};
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			String type = event.getClass().getSimpleName();
			if (String.valueOf(event.getSource()).startsWith(NAME)) {
				this.shown.add(event.toString());
				if (type.equals("ConnectedEvent") || type.equals("DisconnectedEvent")) {
					this.connects.add(type);
				}
			}
		}

	}

}
