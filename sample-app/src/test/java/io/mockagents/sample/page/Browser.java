package io.mockagents.sample.page;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A browser as a person uses it: by what is written on buttons and beside fields.
 */
final class Browser implements AutoCloseable {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start a browser. Where none is installed the test is skipped, and says so.
	 */
	static Browser start() {
		File browser = executable("CHROME_BIN", "chromium", "chromium-browser", "google-chrome");
		File chromedriver = executable("CHROMEDRIVER_BIN", "chromedriver");
		assumeTrue(browser != null && chromedriver != null,
				"The page is not tested: no Chromium with a chromedriver is installed. Debian has the packages chromium "
						+ "and chromium-driver; elsewhere CHROME_BIN and CHROMEDRIVER_BIN name the two programs");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--hide-scrollbars", "--force-color-profile=srgb", "--lang=en-GB", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.WARNING);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		options.setScriptTimeout(PATIENCE);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver)
			.withTimeout(PATIENCE)
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	private static @Nullable File executable(String variable, String... names) {
		String named = System.getenv(variable);
		Stream<String> directories = Stream
			.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
		Stream<File> candidates = (named != null) ? Stream.of(new File(named))
				: directories.flatMap((directory) -> Stream.of(names).map((name) -> new File(directory, name)));
		return candidates.filter(File::canExecute).findFirst().orElse(null);
	}

	/**
	 * Use a window of a size, in light or dark.
	 */
	void use(int width, int height, String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/**
	 * Open a page for the first time: nothing is kept of an earlier visit.
	 */
	void open(String address) {
		this.driver.get("about:blank");
		String origin = address.substring(0, address.indexOf('/', "http://".length()));
		this.driver.executeCdpCommand("Storage.clearDataForOrigin",
				Map.of("origin", origin, "storageTypes", "local_storage"));
		this.driver.get(address);
	}

	void reload() {
		this.driver.navigate().refresh();
	}

	String address() {
		return Objects.requireNonNull(this.driver.getCurrentUrl());
	}

	/**
	 * Let the network fail, or work again.
	 */
	void offline(boolean offline) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	void click(String button) {
		click(byButton(button));
	}

	/**
	 * Click what can be used, again if it has moved away under the pointer.
	 */
	void click(By by) {
		patiently().ignoreExceptionsMatching(Browser::isOfTheMoment).until(() -> {
			WebElement found = find(by);
			if (!found.isEnabled()) {
				return false;
			}
			run("""
					window.clicked = false;
					arguments[0].addEventListener('click', () => { window.clicked = true; }, { capture: true, once: true });
					""",
					found);
			found.click();
			return Boolean.TRUE.equals(run("return window.clicked"));
		});
	}

	/**
	 * Return whether something was not found where it just was.
	 */
	private static boolean isOfTheMoment(Throwable failure) {
		return failure instanceof StaleElementReferenceException || failure instanceof ElementNotInteractableException;
	}

	boolean hasButton(String button) {
		return this.driver.findElements(byButton(button)).stream().anyMatch(WebElement::isDisplayed);
	}

	WebElement field(String label) {
		WebElement found = find(By.xpath("//label[normalize-space()=" + quoted(label) + "]"));
		return find(By.id(Objects.requireNonNull(found.getDomAttribute("for"))));
	}

	void fill(String label, String text) {
		patiently().ignoreExceptionsMatching(Browser::isOfTheMoment).until(() -> {
			WebElement field = field(label);
			if (!field.isEnabled()) {
				return false;
			}
			field.clear();
			field.sendKeys(text);
			return text.equals(field.getDomProperty("value"));
		});
	}

	WebElement find(By by) {
		return patiently().ignoreException(StaleElementReferenceException.class)
			.until(() -> this.driver.findElements(by).stream().filter(WebElement::isDisplayed).findFirst().orElse(null),
					Objects::nonNull);
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Return the text of a part of the page as a person sees it.
	 */
	String text(String selector) {
		return (String) Objects.requireNonNull(run("""
				const found = document.querySelector(arguments[0]);
				return found?.checkVisibility() ? found.innerText : '';
				""", selector));
	}

	void waitFor(String selector, String... texts) {
		patiently().untilAsserted(
				() -> assertThat(text(selector)).as(() -> "%s of the page:%n%s".formatted(selector, text("body")))
					.contains(texts));
	}

	/**
	 * Return whether a part of the page is inside the window, as far as it fits.
	 */
	boolean isInView(String selector) {
		return Boolean.TRUE.equals(run("""
				const found = document.querySelector(arguments[0]);
				if (!found?.checkVisibility()) {
					return false;
				}
				const { top, bottom, left, right } = found.getBoundingClientRect();
				return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight;
				""", selector));
	}

	/**
	 * What is there is seen at once, which is so most of the time.
	 */
	private static ConditionFactory patiently() {
		return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
	}

	void press(CharSequence... keys) {
		patiently().ignoreExceptionsMatching(Browser::isOfTheMoment).until(() -> {
			this.driver.switchTo().activeElement().sendKeys(keys);
			return true;
		});
	}

	/**
	 * Press the tab key until what has the focus is called by a name.
	 */
	void tabTo(String name) {
		for (int i = 0; i < 60; i++) {
			press(Keys.TAB);
			if (Objects.equals(focused(), name)) {
				assertThat(run("return getComputedStyle(document.activeElement).outlineStyle")).as("outline of " + name)
					.isNotEqualTo("none");
				return;
			}
		}
		throw new AssertionError("The tab key does not lead to '" + name + "'");
	}

	/**
	 * Return the name of what has the focus, as assistive technology has it.
	 */
	String focused() {
		return patiently().ignoreExceptionsMatching(Browser::isOfTheMoment)
			.until(() -> this.driver.switchTo().activeElement().getAccessibleName(), Objects::nonNull);
	}

	@Nullable Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Return what is wrong for those who use assistive technology, by the rules of WCAG
	 * 2.2 A and AA.
	 */
	List<String> accessibilityProblems() {
		if (Boolean.TRUE.equals(run("return window.axe === undefined"))) {
			run(axe());
		}
		Object problems = this.driver.executeAsyncScript(
				"""
						const done = arguments[arguments.length - 1];
						axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
							.then((result) => done(result.violations.flatMap((violation) => violation.nodes.map((node) =>
								`${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`))), (error) => done([String(error)]));
						""");
		return ((List<?>) Objects.requireNonNull(problems)).stream().map(String::valueOf).toList();
	}

	private static String axe() {
		try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"),
				"axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what the browser has complained about since it was asked last.
	 */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * Keep a picture of what is in the window.
	 */
	void screenshot(String name) {
		Object content = this.driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png")).get("data");
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(content)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	private static By byButton(String name) {
		return By.xpath("//button[normalize-space()=" + quoted(name) + " or @aria-label=" + quoted(name)
				+ " or span[@class='name' and " + "normalize-space()=" + quoted(name) + "]]");
	}

	private static String quoted(String text) {
		return "\"" + text + "\"";
	}

}
