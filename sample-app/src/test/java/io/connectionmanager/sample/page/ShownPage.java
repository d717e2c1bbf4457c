package io.connectionmanager.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page, as somebody sees and uses it who sits in front of the browser.
 */
final class ShownPage {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration OFTEN = Duration.ofMillis(50);

	private final ChromeDriver driver;

	ShownPage(ChromeDriver driver) {
		this.driver = driver;
	}

	void open(int port) {
		this.driver.get("http://127.0.0.1:%d/?window=24".formatted(port));
	}

	void breakServer(String fault) {
		this.driver.findElement(By.cssSelector("[data-fault=%s]".formatted(fault))).click();
	}

	WebElement button(String connection, String operation) {
		return this.driver
			.findElement(By.cssSelector("[data-connection=%s] [data-operation=%s]".formatted(connection, operation)));
	}

	boolean isShown(String connection) {
		return !this.driver.findElements(By.cssSelector("[data-connection=%s]".formatted(connection))).isEmpty();
	}

	boolean isOffered(String connection, String operation) {
		return button(connection, operation).getAttribute("aria-disabled").equals("false");
	}

	/**
	 * Returns what stands somewhere in the row of a connection.
	 * @param connection the name of the connection
	 * @param selector where
	 * @return the text
	 */
	String text(String connection, String selector) {
		return text("[data-connection=%s] %s".formatted(connection, selector));
	}

	String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	int priceCount(String connection) {
		String digits = text(connection, ".received .label").replaceAll("\\D", "");
		return digits.isEmpty() ? 0 : Integer.parseInt(digits);
	}

	/**
	 * Returns what stands behind the prices of a connection.
	 * @param connection the name of the connection
	 * @return an arrow, or how old the price is, for each
	 */
	List<String> notes(String connection) {
		return texts("[data-connection=%s] .note".formatted(connection), "innerText");
	}

	/**
	 * Returns what breaks the server, in the order in which the keyboard gets there.
	 * @return the names of faults, and {@code seconds} for how long
	 */
	List<String> controls() {
		return texts("#break :is(button, select)", "dataset.fault ?? element.id");
	}

	@SuppressWarnings("unchecked")
	List<Long> heights(String selector) {
		return (List<Long>) this.driver.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((element) => element.offsetHeight)", selector);
	}

	/**
	 * Returns the states that the band of a connection shows.
	 * @param connection the name of the connection
	 * @return the states, the latest last
	 */
	List<String> band(String connection) {
		return texts("[data-connection=%s] .track > *".formatted(connection), "dataset.state");
	}

	/**
	 * Returns the outages of one connection.
	 * @param connection the name of the connection
	 * @return the text of each, the latest first
	 */
	List<String> outages(String connection) {
		return texts("#outages [data-of=%s]".formatted(connection), "innerText");
	}

	// In one go, because they may be exchanged at any time.
	@SuppressWarnings("unchecked")
	private List<String> texts(String selector, String property) {
		return (List<String>) this.driver.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((element) => eval('element.' + arguments[1]))",
				selector, property);
	}

	void awaitState(String connection, String state) {
		await("%s of %s".formatted(state, connection), (page) -> page.text(connection, ".state").equals(state));
	}

	void awaitText(String selector, String part) {
		await("'%s' in %s".formatted(part, selector), (page) -> page.text(selector).contains(part));
	}

	void awaitDetail(String connection, String pattern) {
		await("'%s' of %s".formatted(pattern, connection), (page) -> page.text(connection, ".detail").matches(pattern));
	}

	void awaitOutageThatLasts(String connection, String part) {
		awaitOutage(connection, (outage) -> outage.contains(part) && outage.contains("so far"));
	}

	void awaitOutageThatIsOver(String connection, String part) {
		awaitOutage(connection, (outage) -> outage.contains(part) && !outage.contains("so far"));
	}

	private void awaitOutage(String connection, Predicate<String> latest) {
		await("an outage of " + connection, (page) -> page.outages(connection).stream().limit(1).anyMatch(latest));
	}

	void awaitBand(String connection, String... latest) {
		await("the band of %s to end with %s".formatted(connection, List.of(latest)), (page) -> {
			List<String> band = page.band(connection);
			return band.size() >= latest.length
					&& band.subList(band.size() - latest.length, band.size()).equals(List.of(latest));
		});
	}

	void await(String what, Predicate<ShownPage> condition) {
		new WebDriverWait(this.driver, LONG, OFTEN).ignoring(StaleElementReferenceException.class)
			.withMessage(what)
			.until((driver) -> condition.test(this));
	}

	/**
	 * Makes a picture of the whole page.
	 * @param file where to put it
	 * @param view how to look at it
	 * @throws IOException if it cannot be written
	 */
	void screenshot(Path file, View view) throws IOException {
		look(view);
		new Actions(this.driver).moveToLocation(0, 0).perform();
		Number height = (Number) this.driver.executeScript("return document.documentElement.scrollHeight");
		Object picture = this.driver
			.executeCdpCommand("Page.captureScreenshot",
					Map.of("captureBeyondViewport", true, "clip", Map.of("x", 0, "y", 0, "width", view.width(),
							"height", Math.min(height.intValue(), view.maxHeight()), "scale", 1)))
			.get("data");
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode((String) picture));
	}

	/**
	 * Looks at the page in some way.
	 * @param view the way
	 */
	void look(View view) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", view.width(), "height", 900,
				"deviceScaleFactor", view.density(), "mobile", view.width() < 500));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", view.scheme()))));
	}

	/**
	 * A way to look at the page.
	 *
	 * @param scheme {@code light} or {@code dark}
	 * @param width in pixels of the page
	 * @param maxHeight in pixels of the page; what is below is cut off
	 * @param density pixels of the picture for one of the page
	 */
	record View(String scheme, int width, int maxHeight, double density) {

		View(String scheme, int width) {
			this(scheme, width, Integer.MAX_VALUE, 1);
		}

	}

}
