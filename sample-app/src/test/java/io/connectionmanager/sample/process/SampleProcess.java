package io.connectionmanager.sample.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.connectionmanager.sample.FreePort;
import io.connectionmanager.sample.Operations;

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
		return start(SampleBuild.CLASSES, folder, arguments);
	}

	/**
	 * Starts a build of the sample, and does not wait until it serves.
	 * @param build what to start
	 * @param folder where to put what it prints
	 * @param arguments properties, such as {@code connection-manager.timeout=1s}
	 * @return the process
	 * @throws IOException if it could not be started
	 */
	static SampleProcess start(SampleBuild build, Path folder, List<String> arguments) throws IOException {
		Path output = Files.createTempFile(folder, "output", ".log");
		List<String> command = new ArrayList<>(build.command());
		command.addAll(List.of("--server.port=0", "--sample.server.port=" + FreePort.find()));
		arguments.forEach((argument) -> command.add("--" + argument));
		return new SampleProcess(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
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
		await().atMost(Duration.ofMinutes(3))
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
