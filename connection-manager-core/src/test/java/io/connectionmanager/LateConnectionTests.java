package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 5, 19 and 28: a connection that arrives after a stop is closed, also where the
 * worker fails just then.
 */
class LateConnectionTests extends InVirtualTime {

	private final List<String> closed = new ArrayList<>();

	private boolean failing;

	@ParameterizedTest
	@CsvSource({ "false, refused", "false, dropped", "true, refused", "true, dropped" })
	@DisplayName("Promise 19: a connection that arrives after the end is closed, though no worker takes the task")
	void a_connection_that_arrives_after_the_end_is_closed_by_a_later_sweep(boolean end, String fault) {
		Executor worker = (task) -> {
			if (!this.failing) {
				this.time.worker().execute(task);
				return;
			}
			this.failing = false;
			if (fault.equals("refused")) {
				throw new RejectedExecutionException("on purpose");
			}
		};
		CompletableFuture<String> arriving = new CompletableFuture<>();
		ConnectionManager<String> manager = start(
				manager(Connector.<String>async((attempt) -> arriving, this.closed::add))
					.runtime(this.time.runtimeBuilder().worker(worker).build()));
		if (end) {
			manager.close();
		}
		else {
			manager.stop();
		}
		advance(Duration.ofMinutes(1));
		this.failing = true;
		arriving.complete("late");
		advance(Duration.ofSeconds(10));
		assertThat(this.closed).containsExactly("late");
	}

}
