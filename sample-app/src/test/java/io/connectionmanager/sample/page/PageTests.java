package io.connectionmanager.sample.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import io.connectionmanager.sample.FreePort;
import io.connectionmanager.sample.SampleApplication;
import io.connectionmanager.sample.page.ShownPage.View;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser: what somebody sees who breaks the server, with the mouse
 * and with the keyboard. Pictures of it are left under {@code target/page}; with
 * {@code -Dscreenshot.write=true}, the one in the documentation is made anew.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(OrderAnnotation.class)
@EnabledIf(value = "io.connectionmanager.sample.page.Chromium#isThereOrRequired", disabledReason = Chromium.MISSING)
class PageTests {

	private static final Path PICTURES = Path.of("target", "page");

	private static final boolean DOCUMENTING = Boolean.getBoolean("screenshot.write");

	private static final Path DOCUMENTED = Path.of("..", "docs", "images", "sample.png");

	private static final int[] WIDTHS = { 1400, 800, 360 };

	private static final List<String> CONNECTIONS = List.of("prices", "quotes");

	private static final int port = FreePort.find();

	private static final int serverPort = FreePort.find();

	private static ConfigurableApplicationContext application;

	private static ChromeDriver driver;

	private static ShownPage page;

	@BeforeAll
	static void openPage(@TempDir Path profile) {
		Chromium chromium = Chromium.find().orElseThrow(() -> new IllegalStateException(Chromium.MISSING));
		startApplication();
		driver = chromium.open(profile);
		page = new ShownPage(driver);
		page.look(new View("light", 1400));
		page.open(port);
	}

	// Quotes give up, so that this is seen, too.
	private static void startApplication() {
		application = new SpringApplicationBuilder(SampleApplication.class).run("--server.port=" + port,
				"--sample.server.port=" + serverPort, "--connection-manager.stable-after=0s",
				"--connection-manager.connections.quotes.max-attempts=3", "--connection-manager.timeout=1900ms",
				"--logging.level.org.openqa.selenium=error");
	}

	@AfterAll
	static void leaveNothingBehind() {
		if (driver != null) {
			driver.quit();
		}
		if (application != null) {
			application.close();
		}
	}

	@BeforeEach
	void both_are_up_with_a_well_server() {
		page.breakServer("heal");
		page.awaitText("#fault", "It is healthy.");
		for (String connection : CONNECTIONS) {
			page.await("what can be done", (shown) -> shown.isShown(connection));
			page.button(connection, "start").click();
			page.awaitState(connection, "Connected");
		}
	}

	@Test
	@Order(1)
	void prices_come_and_are_counted() {
		assertThat(page.text("#link")).isEqualTo("Live");
		for (String connection : CONNECTIONS) {
			int before = page.priceCount(connection);
			page.await("prices", (shown) -> shown.priceCount(connection) > before);
			page.awaitBand(connection, "CONNECTED");
			assertThat(page.text(connection, ".detail")).startsWith("for ");
			page.awaitText("[data-connection=%s] .health".formatted(connection), "Up");
		}
		assertThat(page.text("prices", ".url")).isEqualTo("tcp://localhost:" + serverPort);
		assertThat(page.text("quotes", ".url")).isEqualTo("ws://localhost:" + serverPort + "/quotes");
		assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
			.noneMatch((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue());
	}

	@Test
	@Order(2)
	void a_cut_is_an_outage_that_ends_by_itself() {
		page.breakServer("cut");
		page.awaitText("[data-connection=prices] .cause", "closed-by-peer");
		page.awaitBand("prices", "CONNECTED", "WAITING", "CONNECTING", "CONNECTED");
		page.awaitState("prices", "Connected");
		page.awaitOutageThatIsOver("prices", "closed-by-peer × 1");
		page.awaitText("#news", "is connected, at attempt 1.");
	}

	@Test
	@Order(3)
	void a_server_that_refuses_is_counted_down_to_and_one_connection_gives_up() {
		page.breakServer("refuse");
		page.awaitText("#fault", "It refuses connections for");
		page.awaitState("prices", "Waiting");
		page.awaitDetail("prices", "attempt \\d+ in \\d\\.\\d s");
		page.awaitText("[data-connection=prices] .cause", "refused ConnectException");
		page.awaitOutageThatLasts("prices", "refused × ");
		page.awaitState("quotes", "Suspended");
		page.awaitBand("quotes", "SUSPENDED");
		page.awaitText("#news", "quotes is suspended after attempt 3.");
		assertThat(page.text("quotes", ".detail")).startsWith("gave up after attempt 3");
		page.breakServer("heal");
		page.awaitState("prices", "Connected");
		assertThat(page.text("quotes", ".state")).isEqualTo("Suspended");
		page.button("quotes", "reconnect").click();
		page.awaitState("quotes", "Connected");
		page.awaitOutageThatIsOver("quotes", "refused × 3");
	}

	@Test
	@Order(3)
	void prices_that_are_old_say_how_old_they_are() {
		page.await("three prices", (shown) -> shown.notes("prices").size() == 3);
		page.await("fresh prices", (shown) -> shown.notes("prices").stream().noneMatch((note) -> note.contains("old")));
		page.breakServer("refuse");
		page.await("old prices",
				(shown) -> shown.notes("prices").stream().allMatch((note) -> note.matches("[1-9]\\d* s old")));
		driver.navigate().refresh();
		page.await("prices that are still old", (shown) -> shown.notes("prices").size() == 3
				&& shown.notes("prices").stream().allMatch((note) -> note.matches("[1-9]\\d* s old")));
	}

	@Test
	@Order(3)
	void the_health_is_shown_as_actuator_tells_it() {
		page.breakServer("refuse");
		page.awaitText("[data-connection=prices] .health", "Down");
		page.button("prices", "stop").click();
		page.awaitText("[data-connection=prices] .health", "Out of service");
		page.breakServer("heal");
		page.button("prices", "start").click();
		page.awaitText("[data-connection=prices] .health", "Up");
	}

	@Test
	@Order(4)
	void the_time_of_a_fault_is_set_before_the_fault() {
		List<String> controls = page.controls();
		assertThat(controls).startsWith("cut", "seconds").endsWith("garble", "heal");
		driver.findElement(By.id("seconds")).sendKeys("5 min");
		page.breakServer("silent");
		page.awaitText("#fault", "It is silent for 4 min");
		driver.findElement(By.id("seconds")).sendKeys("15 s");
	}

	@Test
	@Order(4)
	void a_server_that_drops_what_it_accepts_is_tried_again_and_again() {
		page.breakServer("drop");
		page.awaitText("#fault", "It drops what it accepts");
		page.awaitDetail("prices", "attempt ([3-9]|\\d\\d) in .*");
		page.breakServer("heal");
		page.awaitState("prices", "Connected");
	}

	@Test
	@Order(4)
	void a_server_that_talks_nonsense_is_left_at_once() {
		page.breakServer("garble");
		page.awaitText("#fault", "It talks nonsense");
		page.awaitText("[data-connection=prices] .cause", "protocol");
		page.breakServer("heal");
		page.awaitState("prices", "Connected");
		page.awaitOutageThatIsOver("prices", "protocol × ");
	}

	@Test
	@Order(5)
	void a_connection_is_stopped_started_and_connected_anew_with_the_keyboard() {
		page.button("prices", "stop").sendKeys(Keys.ENTER);
		page.awaitState("prices", "Stopped");
		page.awaitBand("prices", "STOPPED");
		page.await("what can be done", (shown) -> !shown.isOffered("prices", "stop")
				&& !shown.isOffered("prices", "reconnect") && shown.isOffered("prices", "start"));
		// What has the focus keeps it.
		assertThat(driver.switchTo().activeElement()).isEqualTo(page.button("prices", "stop"));
		driver.switchTo().activeElement().sendKeys(Keys.TAB);
		driver.switchTo().activeElement().sendKeys(Keys.SPACE);
		page.awaitState("prices", "Connected");
		page.awaitBand("prices", "STOPPED", "CONNECTING", "CONNECTED");
		page.button("prices", "reconnect").sendKeys(Keys.SPACE);
		page.awaitBand("prices", "CONNECTED", "STOPPED", "CONNECTING", "CONNECTED");
		assertThat(page.text("quotes", ".state")).isEqualTo("Connected");
	}

	@Test
	@Order(6)
	void a_reload_and_a_second_tab_show_the_same() {
		page.breakServer("cut");
		page.awaitBand("prices", "CONNECTED", "WAITING", "CONNECTING", "CONNECTED");
		page.awaitOutageThatIsOver("prices", "closed-by-peer × 1");
		List<String> outages = page.outages("prices");
		driver.navigate().refresh();
		page.await("the outages of before", (shown) -> shown.outages("prices").equals(outages));
		page.awaitBand("prices", "CONNECTED", "WAITING", "CONNECTING", "CONNECTED");
		String firstTab = driver.getWindowHandle();
		driver.switchTo().newWindow(WindowType.TAB);
		page.open(port);
		page.await("the outages of the first tab", (shown) -> shown.outages("prices").equals(outages));
		page.button("quotes", "stop").click();
		page.awaitState("quotes", "Stopped");
		driver.switchTo().window(firstTab);
		page.awaitState("quotes", "Stopped");
		closeOtherTabs(firstTab);
	}

	@Test
	@Order(7)
	void the_page_says_that_it_has_lost_its_server_and_recovers(CapturedOutput output) throws IOException {
		String firstTab = driver.getWindowHandle();
		driver.switchTo().newWindow(WindowType.TAB);
		page.open(port);
		page.awaitText("#link", "Live");
		application.close();
		// Two open streams have not held it up.
		assertThat(output).contains("Graceful shutdown complete");
		for (String tab : driver.getWindowHandles()) {
			driver.switchTo().window(tab);
			page.awaitText("#link", "This page lost its server at");
		}
		page.button("prices", "stop").click();
		page.awaitText("#news", "That did not get through");
		page.screenshot(PICTURES.resolve("lost-light-1400.png"), new View("light", 1400));
		startApplication();
		for (String tab : driver.getWindowHandles()) {
			driver.switchTo().window(tab);
			page.awaitText("#link", "Live");
			CONNECTIONS.forEach((connection) -> page.awaitState(connection, "Connected"));
		}
		closeOtherTabs(firstTab);
	}

	@Test
	@Order(8)
	void a_server_that_is_silent_is_noticed_and_attempts_time_out() {
		page.breakServer("silent");
		page.awaitText("#fault", "It is silent");
		page.awaitText("[data-connection=prices] .cause", "liveness");
		page.awaitState("prices", "Connecting");
		page.awaitText("[data-connection=prices] .cause", "timeout");
		page.breakServer("heal");
		page.awaitState("prices", "Connected");
		page.awaitOutageThatIsOver("prices", "liveness × 1");
	}

	@Test
	@Order(9)
	void nothing_is_cut_off_on_any_screen() throws IOException {
		page.screenshot(PICTURES.resolve("well-light-1400.png"), new View("light", 1400));
		if (DOCUMENTING) {
			awaitMoreOfThePast();
		}
		Map<Integer, List<Long>> heights = new HashMap<>();
		for (int width : WIDTHS) {
			page.look(new View("light", width));
			assertThatNothingIsCutOff(width);
			heights.put(width, page.heights("article"));
		}
		page.breakServer("refuse");
		page.awaitState("quotes", "Suspended");
		page.awaitDetail("prices", "attempt ([5-9]|\\d\\d) in .*");
		if (DOCUMENTING) {
			page.screenshot(DOCUMENTED, new View("light", 1180, 1080, 1.5));
		}
		for (String scheme : List.of("light", "dark")) {
			for (int width : WIDTHS) {
				page.screenshot(PICTURES.resolve("outage-%s-%d.png".formatted(scheme, width)), new View(scheme, width));
				assertThatNothingIsCutOff(width);
				assertThat(page.heights("article")).as("heights of the rows at %d px", width)
					.isEqualTo(heights.get(width));
				assertThat(page.heights("dl > div")).as("heights of prices at %d px, each on one line", width)
					.hasSize(6)
					.allMatch((height) -> height < 30);
			}
		}
		page.look(new View("light", 1400));
	}

	private static void assertThatNothingIsCutOff(int width) {
		// Both at once: with a line that is added, a scroll bar may come.
		List<?> widths = (List<?>) driver
			.executeScript("const page = document.documentElement; return [page.scrollWidth, page.clientWidth];");
		assertThat(widths.get(0)).as("width of the page at %d px", width).isEqualTo(widths.get(1));
	}

	private static void awaitMoreOfThePast() {
		page.await("some prices", (shown) -> shown.priceCount("prices") > 20);
		page.breakServer("cut");
		page.awaitState("prices", "Waiting");
		page.await("more prices", (shown) -> shown.priceCount("prices") > 45);
	}

	private static void closeOtherTabs(String tab) {
		for (String other : driver.getWindowHandles()) {
			if (!other.equals(tab)) {
				driver.switchTo().window(other).close();
			}
		}
		driver.switchTo().window(tab);
	}

}
