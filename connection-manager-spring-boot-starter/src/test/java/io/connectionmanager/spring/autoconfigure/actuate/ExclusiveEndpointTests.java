package io.connectionmanager.spring.autoconfigure.actuate;

import java.util.List;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.Replicas;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.awaitility.Awaitility.await;

/**
 * What the endpoint shows of exclusive connections over HTTP, and how it hands them over.
 */
@Timeout(120)
class ExclusiveEndpointTests {

	private static final String[] PROPERTIES = { "management.endpoints.web.exposure.include=connections",
			"management.endpoint.connections.access=UNRESTRICTED", "spring.application.name=shop",
			"connection-manager.exclusive.member-id=pod-1", "connection-manager.connections.prices.exclusive=true" };

	@ParameterizedTest
	@EnumSource
	void a_holder_is_shown_and_hands_over(WebStack stack) {
		try (Replicas replicas = new Replicas()) {
			SharedStore.store = replicas.store();
			stack.run(PROPERTIES, SharedStore.class, (context, client) -> {
				ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
				await().until(prices::isConnected);
				assertRefused(client, "quotes", "Connection 'quotes' is not exclusive");
				assertRefused(client, "prices", "Connection 'prices' cannot be handed over: no other replica is up");
				GenericApplicationContext other = replicas.start("pod-2", PricesAndQuotes.class);
				Replicas.awaitMembers(context, 2);
				client.get()
					.uri("/actuator/connections/prices")
					.exchange()
					.expectBody()
					.jsonPath("$.exclusive.role")
					.isEqualTo("holder")
					.jsonPath("$.exclusive.token")
					.isEqualTo(prices.holder().orElseThrow().token())
					.jsonPath("$.exclusive.validFor")
					.exists()
					.jsonPath("$.exclusive.store")
					.isEqualTo("memory")
					.jsonPath("$.exclusive.members")
					.isEqualTo(2)
					.jsonPath("$.exclusive.holder")
					.doesNotHaveJsonPath();
				client.get()
					.uri("/actuator/connections")
					.exchange()
					.expectBody()
					.jsonPath("$.connections[0].exclusive.role")
					.isEqualTo("holder")
					.jsonPath("$.connections[0].exclusive.store")
					.doesNotHaveJsonPath()
					.jsonPath("$.connections[1].exclusive")
					.doesNotHaveJsonPath()
					.jsonPath("$.groups[0].group")
					.isEqualTo("shop")
					.jsonPath("$.groups[0].members[*].memberId")
					.isEqualTo(List.of("pod-1", "pod-2"))
					.jsonPath("$.groups[0].members[*].held")
					.isEqualTo(List.of(1, 0))
					.jsonPath("$.groups[0].members[*].cap")
					.isEqualTo(List.of(1, 1));
				post(client, "prices").expectStatus().isNoContent();
				Replicas.awaitHolder(other);
				await().until(() -> prices.holder().filter((holder) -> !holder.self()).isPresent());
				client.get()
					.uri("/actuator/connections/prices")
					.exchange()
					.expectBody()
					.jsonPath("$.state")
					.isEqualTo("STANDBY")
					.jsonPath("$.exclusive.role")
					.isEqualTo("standby")
					.jsonPath("$.exclusive.holder")
					.isEqualTo("pod-2")
					.jsonPath("$.exclusive.waitsFor")
					.isEqualTo("HOLDER")
					.jsonPath("$.exclusive.token")
					.doesNotHaveJsonPath()
					.jsonPath("$.nextAttempt.waitsFor")
					.isEqualTo("CLAIM")
					.jsonPath("$.nextAttempt.explanation")
					.isEqualTo("Standing by: 'pod-2' holds the connection");
				assertRefused(client, "prices", "Connection 'prices' is not held by this replica");
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothing_is_shown_without_an_exclusive_connection(WebStack stack) {
		String[] properties = { "management.endpoints.web.exposure.include=connections" };
		stack.run(properties, PricesAndQuotes.class,
				(context, client) -> client.get()
					.uri("/actuator/connections")
					.exchange()
					.expectBody()
					.jsonPath("$.groups")
					.doesNotHaveJsonPath()
					.jsonPath("$.connections[0].exclusive")
					.doesNotHaveJsonPath());
	}

	private static void assertRefused(WebTestClient client, String name, String reason) {
		post(client, name).expectStatus().isEqualTo(409).expectBody().jsonPath("$.message").isEqualTo(reason);
	}

	private static WebTestClient.ResponseSpec post(WebTestClient client, String name) {
		return client.post()
			.uri("/actuator/connections/" + name)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"operation\": \"hand-over\"}")
			.exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(PricesAndQuotes.class)
	static class SharedStore {

		static InMemoryCoordinationStore store = new InMemoryCoordinationStore();

		@Bean(destroyMethod = "")
		CoordinationStore memory() {
			return store;
		}

	}

}
