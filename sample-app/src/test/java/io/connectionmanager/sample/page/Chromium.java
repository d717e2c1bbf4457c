package io.connectionmanager.sample.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A browser that is installed on this machine, and what drives it. Nothing is downloaded.
 *
 * @param browser the browser
 * @param driver what drives it
 */
record Chromium(Path browser, Path driver) {

	static final String MISSING = "There is no Chromium with its driver, neither in CHROMIUM and CHROMEDRIVER "
			+ "nor on the path (apt-get install chromium chromium-driver)";

	private static final Logger logger = LoggerFactory.getLogger(Chromium.class);

	private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

	private static final List<String> DRIVERS = List.of("chromedriver");

	static Optional<Chromium> find() {
		return find("CHROMIUM", BROWSERS)
			.flatMap((browser) -> find("CHROMEDRIVER", DRIVERS).map((driver) -> new Chromium(browser, driver)));
	}

	private static Optional<Path> find(String variable, List<String> names) {
		String named = System.getenv(variable);
		return ((named != null) ? Stream.of(Path.of(named)) : onPath(names)).filter(Files::isExecutable).findFirst();
	}

	private static Stream<Path> onPath(List<String> names) {
		List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return names.stream().flatMap((name) -> folders.stream().map((folder) -> Path.of(folder, name)));
	}

	/**
	 * Returns whether tests that need a browser are to be run: where there is one, and
	 * where there has to be one.
	 * @return false where they are to be skipped
	 */
	static boolean isThereOrRequired() {
		if (find().isPresent() || "true".equals(System.getenv("CI"))) {
			return true;
		}
		logger.warn("Skipped: {}", MISSING);
		return false;
	}

	/**
	 * Opens the browser, without a window on the screen.
	 * @param profile an empty folder
	 * @return the driver, to be quit
	 */
	ChromeDriver open(Path profile) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(this.browser.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--user-data-dir=" + profile.toAbsolutePath());
		LoggingPreferences console = new LoggingPreferences();
		console.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, console);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(this.driver.toFile())
			.usingAnyFreePort()
			.withTimeout(Duration.ofSeconds(30))
			.build();
		return new ChromeDriver(service, options);
	}

}
