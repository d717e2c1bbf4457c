package io.connectionmanager.sample.page;

import java.nio.file.Path;

import io.connectionmanager.sample.FreePort;
import io.connectionmanager.sample.SampleApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of an instance that shares a connection with another one.
 */
@EnabledIf(value = "io.connectionmanager.sample.page.Chromium#isThereOrRequired", disabledReason = Chromium.MISSING)
class HandOverPageTests {

	@TempDir
	private Path folder;

	@Test
	void a_connection_is_handed_over_with_a_button() {
		int port = FreePort.find();
		try (ConfigurableApplicationContext first = run(port)) {
			ChromeDriver driver = Chromium.find()
				.orElseThrow(() -> new IllegalStateException(Chromium.MISSING))
				.open(this.folder.resolve("profile"));
			try {
				ShownPage page = new ShownPage(driver);
				page.open(port);
				page.await("the connections", (shown) -> shown.isShown("quotes") && shown.isShown("prices"));
				page.awaitState("quotes", "Connected");
				assertThat(first.isRunning()).isTrue();
				assertThat(page.button("prices", "hand-over").isDisplayed()).isFalse();
				try (ConfigurableApplicationContext second = run(FreePort.find())) {
					page.await("another member", (shown) -> {
						shown.button("quotes", "hand-over").click();
						return shown.text("quotes", ".state").equals("Standby");
					});
					assertThat(second.isRunning()).isTrue();
					assertThat(page.isOffered("quotes", "hand-over")).isFalse();
					page.await("the holder", (shown) -> shown.text("quotes", ".detail").startsWith("instance-"));
				}
				page.awaitState("quotes", "Connected");
			}
			finally {
				driver.quit();
			}
		}
	}

	private ConfigurableApplicationContext run(int port) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("exclusive")
			.run("--server.port=" + port, "--sample.server.port=" + FreePort.find(),
					"--sample.store=" + this.folder.resolve("store"), "--logging.level.org.openqa.selenium=error");
	}

}
