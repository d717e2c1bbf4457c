package io.connectionmanager.engine.notify;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionHandleTests {

	private final ConnectionHandle<String> handle = new ConnectionHandle<>(1, "connection");

	@Test
	@DisplayName("Promise 18: the connection is closed when the last of those who hold it lets go, and once")
	void the_last_one_to_let_go_is_told_so() {
		assertThat(this.handle.tryRetain()).isTrue();
		assertThat(this.handle.release()).isFalse();
		assertThat(this.handle.release()).isTrue();
	}

	@Test
	@DisplayName("Promise 10: whoever comes when all have let go gets no hold of the connection any more")
	void nobody_takes_hold_after_the_end() {
		assertThat(this.handle.release()).isTrue();
		assertThat(this.handle.tryRetain()).isFalse();
		assertThat(this.handle.tryRetain()).isFalse();
	}

}
