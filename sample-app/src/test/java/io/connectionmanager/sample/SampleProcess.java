package io.connectionmanager.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * The sample in a process of its own.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern LISTENING = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path output;

	private SampleProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts the sample, and does not wait until it serves.
	 * @param folder where to put what it prints
	 * @param arguments properties, such as {@code connection-manager.timeout=1s}
	 * @return the process
	 * @throws IOException if it could not be started
	 */
	static SampleProcess start(Path folder, List<String> arguments) throws IOException {
		Path output = Files.createTempFile(folder, "output", ".log");
		List<String> command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Xmx256m", "-cp", mainClassPath(), SampleApplication.class.getName(), "--server.port=0",
				"--sample.server.port=" + FreePort.find()));
		arguments.forEach((argument) -> command.add("--" + argument));
		return new SampleProcess(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
	}

	private static String java() {
		return ProcessHandle.current().info().command().orElseThrow();
	}

	private static String mainClassPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private int port() {
		Matcher matcher = LISTENING.matcher(output());
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

	/**
	 * Returns the operations of the sample, once it serves.
	 * @return the operations
	 */
	Operations operations() {
		await().atMost(Duration.ofSeconds(60))
			.failFast("the sample has ended", () -> !this.process.isAlive())
			.until(() -> port() > 0);
		return new Operations(port());
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Asks the process to end, as an operator does.
	 * @param atMost how long it may take
	 * @return whether it has ended
	 * @throws InterruptedException if interrupted
	 */
	boolean terminate(Duration atMost) throws InterruptedException {
		this.process.destroy();
		return this.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
	}

	int exitValue() {
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
