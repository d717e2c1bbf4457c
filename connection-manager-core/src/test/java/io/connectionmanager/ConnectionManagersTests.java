package io.connectionmanager;

import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConnectionManagersTests {

	private final ConnectionManagers managers = new ConnectionManagers();

	private final ConnectionManager<String> prices = manager("prices");

	private final ConnectionManager<String> quotes = manager("quotes");

	@Test
	void finds_what_was_added_and_nothing_else() {
		assertThat(this.managers.add(this.prices)).isSameAs(this.prices);
		assertThat(this.managers.find("prices")).containsSame(this.prices);
		assertThat(this.managers.find("quotes")).isEmpty();
		ConnectionManager<String> got = this.managers.get("prices");
		assertThat(got).isSameAs(this.prices);
	}

	@Test
	void says_what_there_is_when_asked_for_what_there_is_not() {
		this.managers.add(this.quotes);
		this.managers.add(this.prices);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.managers.get("orders"))
			.withMessage("No connection 'orders'; existing connections: [prices, quotes]");
	}

	@Test
	void refuses_another_one_of_the_same_name_and_keeps_the_first() {
		this.managers.add(this.prices);
		assertThatIllegalStateException().isThrownBy(() -> this.managers.add(manager("prices")))
			.withMessage("Connection 'prices' already exists");
		assertThat(this.managers.find("prices")).containsSame(this.prices);
	}

	@Test
	void takes_the_same_one_again() {
		this.managers.add(this.prices);
		this.managers.add(this.prices);
		assertThat(this.managers.stream()).containsExactly(this.prices);
	}

	@Test
	void lets_go_of_what_is_removed_and_makes_room_for_another() {
		this.managers.add(this.prices);
		assertThat(this.managers.remove("prices")).containsSame(this.prices);
		assertThat(this.managers.remove("prices")).isEmpty();
		assertThat(this.managers.find("prices")).isEmpty();
		ConnectionManager<String> another = manager("prices");
		this.managers.add(another);
		assertThat(this.managers.find("prices")).containsSame(another);
	}

	@Test
	void can_be_changed_while_it_is_looked_through() {
		this.managers.add(this.prices);
		this.managers.add(this.quotes);
		this.managers.stream().forEach((manager) -> this.managers.remove(manager.name()));
		assertThat(this.managers.stream()).isEmpty();
	}

	@Test
	void neither_starts_nor_closes() {
		this.managers.add(this.prices);
		assertThat(this.prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		this.managers.remove("prices");
		assertThat(this.prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
	}

	private static ConnectionManager<String> manager(String name) {
		return ConnectionManager.builder(name, Connector.blocking((attempt) -> "connection")).build();
	}

}
