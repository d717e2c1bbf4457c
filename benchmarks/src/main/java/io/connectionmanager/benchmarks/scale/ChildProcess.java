package io.connectionmanager.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs a class in a process of its own, on the JVM of this one.
 */
public final class ChildProcess {

	private static final String RESULT = "RESULT\t";

	private ChildProcess() {
	}

	/**
	 * Runs it to its end.
	 * @param descriptors how many descriptors it may have, or 0 for as many as this one
	 * @param type the class
	 * @param arguments its arguments
	 * @return the line that begins with {@code RESULT}, cut at tabs; empty if there is
	 * none
	 * @throws IOException if it does not start
	 */
	static Optional<List<String>> run(int descriptors, Class<?> type, Object... arguments) throws IOException {
		return run(System.getProperty("java.class.path"), descriptors, type, arguments);
	}

	/**
	 * Runs it to its end.
	 * @param classPath its class path
	 * @param descriptors how many descriptors it may have, or 0 for as many as this one
	 * @param type the class
	 * @param arguments its arguments
	 * @return the line that begins with {@code RESULT}, cut at tabs; empty if there is
	 * none
	 * @throws IOException if it does not start
	 */
	public static Optional<List<String>> run(String classPath, int descriptors, Class<?> type, Object... arguments)
			throws IOException {
		List<String> command = new ArrayList<>();
		if (descriptors > 0) {
			command.addAll(List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "bash"));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The JVM raises its own limit of descriptors, unless told not to.
		command.addAll(List.of("-Xms2g", "-Xmx2g", "-Xss256k", "-XX:-MaxFDLimit", "-XX:+UseSerialGC"));
		command.addAll(List.of("-cp", classPath, type.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try (BufferedReader lines = process.inputReader()) {
			return lines.lines()
				.filter((line) -> line.startsWith(RESULT))
				// So that one who waits for the table sees how far it is.
				.peek((line) -> System.out.println(List.of(arguments) + " " + line))
				.reduce((first, second) -> second)
				.map((line) -> List.of(line.substring(RESULT.length()).split("\t")));
		}
	}

	/**
	 * Does the work of such a process, prints the result and ends the process, whatever
	 * threads there still are.
	 * @param work the work
	 */
	static void work(Callable<String> work) {
		int status = 0;
		try {
			System.out.println(RESULT + work.call());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			status = 1;
		}
		System.out.flush();
		Runtime.getRuntime().halt(status);
	}

}
