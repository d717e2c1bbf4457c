package io.connectionmanager.sample;

import java.nio.file.Path;
import java.time.Duration;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances with the profile {@code exclusive}, as in two terminals.
 */
class TakeOverTests {

	@TempDir
	private Path folder;

	@Test
	void the_other_instance_takes_over_when_one_stops() {
		try (ConfigurableApplicationContext first = run("one")) {
			awaitState(first, ConnectionState.CONNECTED);
			try (ConfigurableApplicationContext second = run("other")) {
				awaitState(second, ConnectionState.STANDBY);
				assertThat(managers(second).get("quotes").holder())
					.hasValueSatisfying((holder) -> assertThat(holder.memberId()).isEqualTo("one"));
				stop(first);
				awaitState(second, ConnectionState.CONNECTED);
			}
		}
	}

	private ConfigurableApplicationContext run(String memberId) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("exclusive")
			.run("--server.port=0", "--sample.server.port=" + FreePort.find(),
					"--sample.store=" + this.folder.resolve("store"),
					"--connection-manager.exclusive.member-id=" + memberId);
	}

	private static void stop(ConfigurableApplicationContext application) {
		application.close();
	}

	private static void awaitState(ConfigurableApplicationContext application, ConnectionState state) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(managers(application).get("quotes").snapshot().state()).isEqualTo(state));
	}

	private static ConnectionManagers managers(ConfigurableApplicationContext application) {
		return application.getBean(ConnectionManagers.class);
	}

}
