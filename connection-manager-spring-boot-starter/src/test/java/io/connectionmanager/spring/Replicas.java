package io.connectionmanager.spring;

import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.awaitility.Awaitility.await;

/**
 * Replicas of one application with the exclusive connection {@code prices}, which agree
 * through a store in memory.
 */
public final class Replicas implements AutoCloseable {

	private final InMemoryCoordinationStore store;

	private final List<GenericApplicationContext> contexts = new ArrayList<>();

	public Replicas() {
		this(new InMemoryCoordinationStore());
	}

	public Replicas(InMemoryCoordinationStore store) {
		this.store = store;
	}

	public InMemoryCoordinationStore store() {
		return this.store;
	}

	public GenericApplicationContext start(String memberId, Class<?> configuration, String... properties) {
		AnnotationConfigApplicationContext context = prepare(memberId, configuration, properties);
		context.refresh();
		return context;
	}

	public AnnotationConfigApplicationContext prepare(String memberId, Class<?> configuration, String... properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("spring.application.name=shop", "connection-manager.exclusive.member-id=" + memberId,
					"connection-manager.reconnect-after=10ms", "connection-manager.backoff.jitter=0",
					"connection-manager.connections.prices.exclusive=true")
			.and(properties)
			.applyTo(context);
		context.registerBean("memory", CoordinationStore.class, () -> this.store,
				(definition) -> definition.setDestroyMethodName(""));
		context.register(configuration);
		context.register(Configurations.getClasses(TestContext.AUTO_CONFIGURATIONS));
		this.contexts.add(context);
		return context;
	}

	public static ConnectionManager<Feed> prices(GenericApplicationContext context) {
		return context.getBean(ConnectionManagers.class).get("prices");
	}

	public static FakeConnector<?> connector(GenericApplicationContext context) {
		return context.getBean("pricesConnector", FakeConnector.class);
	}

	public static void awaitHolder(GenericApplicationContext context) {
		await().until(prices(context)::isConnected);
	}

	public static void awaitStandbyBehind(GenericApplicationContext context, String memberId) {
		ConnectionManager<Feed> prices = prices(context);
		await().until(() -> prices.snapshot().state() == ConnectionState.STANDBY
				&& prices.holder().filter((holder) -> holder.memberId().equals(memberId)).isPresent());
	}

	public static void awaitMembers(ApplicationContext context, int count) {
		ExclusiveGroup group = context.getBean(ExclusiveGroup.class);
		await().until(() -> group.snapshot().members().size() == count);
	}

	@Override
	public void close() {
		this.store.reachable(true);
		this.contexts.forEach(GenericApplicationContext::close);
	}

}
