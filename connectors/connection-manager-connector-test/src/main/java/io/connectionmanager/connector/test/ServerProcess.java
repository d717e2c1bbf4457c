package io.connectionmanager.connector.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A server that is a child process, on a free port of the loopback interface and with a
 * temporary directory. It is killed and started again on the same port, and ended at the
 * latest when the JVM exits. In its arguments, {@code {port}} and {@code {directory}} are
 * replaced. Not thread-safe.
 */
public final class ServerProcess implements TestServer {

	private final List<String> command;

	private final Map<String, String> environment;

	private final Map<String, String> files;

	private final Duration patience;

	private final Path directory;

	private final InetSocketAddress address;

	private final Thread hook;

	private volatile @Nullable Process process;

	private ServerProcess(Builder builder) {
		this.command = List.copyOf(builder.command);
		this.environment = Map.copyOf(builder.environment);
		this.files = Map.copyOf(builder.files);
		this.patience = builder.patience;
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
		try {
			this.directory = Files.createTempDirectory("test-server");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.hook = new Thread(this::end, "server-process-shutdown");
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Returns a builder of a server that is a program.
	 * @param program the name of the program, which is searched in the path, or its
	 * absolute path
	 * @param arguments the arguments
	 * @return the builder
	 */
	public static Builder program(String program, String... arguments) {
		return new Builder(program, arguments);
	}

	/**
	 * Returns a builder of a server that is a Java program, run with the class path of
	 * this JVM.
	 * @param main the class with the main method
	 * @param arguments the arguments
	 * @return the builder
	 */
	public static Builder java(Class<?> main, String... arguments) {
		List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		all.addAll(List.of(arguments));
		return new Builder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				all.toArray(String[]::new));
	}

	@Override
	public InetSocketAddress address() {
		return this.address;
	}

	@Override
	public boolean isOwn() {
		return true;
	}

	/**
	 * Returns the temporary directory of the server, which exists until it is closed.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Returns what the server has printed.
	 * @return the text, of all starts
	 */
	public String output() {
		try {
			Path output = output(this.directory);
			return Files.exists(output) ? Files.readString(output) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path output(Path directory) {
		return directory.resolve("output.txt");
	}

	@Override
	public void start() {
		Process running = this.process;
		if (running != null && running.isAlive()) {
			return;
		}
		try {
			for (Map.Entry<String, String> file : this.files.entrySet()) {
				Files.writeString(this.directory.resolve(file.getKey()), replace(file.getValue()));
			}
			ProcessBuilder builder = new ProcessBuilder(this.command.stream().map(this::replace).toList());
			this.environment.forEach((name, value) -> builder.environment().put(name, replace(value)));
			this.process = builder.directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output(this.directory).toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitAccepting();
	}

	private String replace(String text) {
		return text.replace("{port}", Integer.toString(this.address.getPort()))
			.replace("{directory}", this.directory.toString());
	}

	private void awaitAccepting() {
		long deadline = System.nanoTime() + this.patience.toNanos();
		while (!isAccepting()) {
			Process process = this.process;
			if (process == null || !process.isAlive() || System.nanoTime() > deadline) {
				String output = output();
				kill();
				throw new IllegalStateException("%s does not accept connections at %s:%n%s"
					.formatted(this.command.get(0), this.address, output));
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private boolean isAccepting() {
		try (Socket socket = new Socket()) {
			socket.connect(this.address, 1_000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void kill() {
		Process process = this.process;
		if (process != null) {
			destroy(process);
			this.process = null;
		}
	}

	private static void destroy(Process process) {
		List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
		all.forEach(ProcessHandle::destroyForcibly);
		try {
			process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		end();
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is exiting.
		}
	}

	private void end() {
		kill();
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// A file that is left in the temporary directory does no harm.
		}
	}

	/**
	 * A builder of {@link ServerProcess}. Not thread-safe.
	 */
	public static final class Builder {

		private final List<String> command = new ArrayList<>();

		private final Map<String, String> environment = new LinkedHashMap<>();

		private final Map<String, String> files = new LinkedHashMap<>();

		private Duration patience = Duration.ofSeconds(30);

		private Builder(String program, String... arguments) {
			this.command.add(program);
			this.command.addAll(List.of(arguments));
		}

		/**
		 * Adds arguments.
		 * @param arguments the arguments
		 * @return this builder
		 */
		public Builder arguments(String... arguments) {
			this.command.addAll(List.of(arguments));
			return this;
		}

		/**
		 * Sets an environment variable.
		 * @param name the name
		 * @param value the value, with the same replacements as arguments
		 * @return this builder
		 */
		public Builder environment(String name, String value) {
			this.environment.put(name, value);
			return this;
		}

		/**
		 * Adds a file to the directory of the server, such as its configuration.
		 * @param name the name of the file
		 * @param content the text, with the same replacements as arguments
		 * @return this builder
		 */
		public Builder file(String name, String content) {
			this.files.put(name, content);
			return this;
		}

		/**
		 * Sets the maximum time until the server accepts connections; 30 s by default.
		 * @param patience the time
		 * @return this builder
		 */
		public Builder patience(Duration patience) {
			this.patience = patience;
			return this;
		}

		/**
		 * Prepares the server without starting it.
		 * @return the server
		 * @throws TestAbortedException if the program does not exist
		 * @throws AssertionError if the program does not exist and the environment has
		 * {@code CI=true}
		 */
		public ServerProcess build() {
			String program = this.command.get(0);
			this.command.set(0,
					find(program)
						.orElseThrow(() -> TestServer.unavailable("No program '%s' in the path".formatted(program)))
						.toString());
			return new ServerProcess(this);
		}

		private static Optional<Path> find(String program) {
			String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
			return Stream.of(path.split(":"))
				.filter((it) -> !it.isEmpty())
				.map((it) -> Path.of(it).resolve(program))
				.filter(Files::isExecutable)
				.findFirst();
		}

		/**
		 * Starts the server, and waits until it accepts connections.
		 * @return the server
		 * @throws TestAbortedException if the program does not exist
		 * @throws AssertionError if the program does not exist and the environment has
		 * {@code CI=true}
		 */
		public ServerProcess start() {
			ServerProcess server = build();
			try {
				server.start();
				return server;
			}
			catch (RuntimeException ex) {
				server.close();
				throw ex;
			}
		}

	}

}
