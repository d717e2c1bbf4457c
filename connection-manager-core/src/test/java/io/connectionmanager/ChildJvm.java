package io.connectionmanager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A JVM of its own, for what would wreck that of the tests. Its program prints what it
 * has found as lines {@code report key=value}.
 */
final class ChildJvm {

	private static final String REPORT = "report ";

	private final List<String> options = new ArrayList<>();

	private String shell = "";

	private Duration patience = Duration.ofMinutes(4);

	/**
	 * Adds options of the JVM.
	 */
	ChildJvm options(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	/**
	 * Sets a command of the shell that limits the JVM, such as {@code ulimit}.
	 */
	ChildJvm limit(String command) {
		this.shell = command;
		return this;
	}

	/**
	 * Runs a program to its end.
	 * @param program a class with a main method
	 * @param arguments the arguments of that
	 * @return what it has reported
	 */
	Map<String, String> run(Class<?> program, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		if (!this.shell.isEmpty()) {
			command.addAll(List.of("bash", "-c", this.shell + " && exec \"$@\"", "bash"));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile("child-jvm", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(this.patience.toSeconds(), TimeUnit.SECONDS);
			process.destroyForcibly().waitFor();
			String text = Files.readString(output);
			if (!ended || process.exitValue() != 0) {
				throw new AssertionError("%s ended %s:%n%s".formatted(program.getSimpleName(),
						ended ? "with " + process.exitValue() : "not within " + this.patience, end(text)));
			}
			return reports(text);
		}
		finally {
			Files.delete(output);
		}
	}

	private static String end(String text) {
		return text.substring(Math.max(0, text.length() - 5_000));
	}

	private static Map<String, String> reports(String text) {
		Map<String, String> reports = new TreeMap<>();
		text.lines().filter((line) -> line.startsWith(REPORT)).forEach((line) -> {
			String[] pair = line.substring(REPORT.length()).split("=", 2);
			reports.put(pair[0], pair[1]);
		});
		return reports;
	}

	/**
	 * Awaits that something is true of all, in the child: on the calling thread, because
	 * another one may not be had.
	 * @return those it was not true of in the end
	 */
	static <T> List<T> await(List<T> subjects, Predicate<T> condition, Duration patience) {
		AtomicReference<List<T>> failed = new AtomicReference<>(subjects);
		try {
			Awaitility.await()
				.pollInSameThread()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(10))
				.atMost(patience)
				.until(() -> {
					failed.set(subjects.stream().filter(condition.negate()).toList());
					return failed.get().isEmpty();
				});
		}
		catch (ConditionTimeoutException ex) {
			// What failed is returned.
		}
		return failed.get();
	}

	/**
	 * Awaits, in the child, that the idle threads of runtimes have ended, which takes a
	 * while. That of the timer stays.
	 */
	static void awaitIdle(Duration patience) {
		await(List.of("connection-manager-"),
				(prefix) -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.map(Thread::getName)
					.noneMatch((name) -> name.startsWith(prefix) && !name.contains("timer")),
				patience);
	}

	/**
	 * Reports something, in the child: on a line of its own, whatever another thread has
	 * left unfinished for want of memory.
	 */
	static void report(String key, Object value) {
		System.out.println("\n" + REPORT + key + "=" + value);
	}

	/**
	 * Ends the child, whatever threads there are. That it could not report would be an
	 * error.
	 */
	static void end() {
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

}
