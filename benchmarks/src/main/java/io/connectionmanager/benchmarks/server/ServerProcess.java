package io.connectionmanager.benchmarks.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * The {@link FaultServer}, seen from the one who started it.
 */
public final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final int orders;

	/**
	 * Starts it, on the JVM and with the class path of this process.
	 * @throws IOException if it does not start
	 */
	public ServerProcess() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.process = new ProcessBuilder(java, "-Xmx1g", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), FaultServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.orders = new Scanner(this.process.getInputStream()).nextInt();
	}

	/**
	 * Returns where it takes orders.
	 * @return the port
	 */
	public int orders() {
		return this.orders;
	}

	/**
	 * Gives one order at a time.
	 */
	public static final class Orders implements AutoCloseable {

		private final Socket socket;

		private final PrintStream out;

		private final Scanner in;

		/**
		 * Connects to a server.
		 * @param port where it takes orders
		 * @throws IOException if it does not
		 */
		public Orders(int port) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setTcpNoDelay(true);
			this.out = new PrintStream(this.socket.getOutputStream(), true);
			this.in = new Scanner(this.socket.getInputStream());
		}

		private synchronized String[] give(String order) {
			this.out.println(order);
			return this.in.nextLine().split(" ");
		}

		/**
		 * Has it listen on a new port.
		 * @param how {@code listen}, {@code websocket}, {@code grpc} or
		 * {@code forward HOST PORT}
		 * @return the address
		 */
		public InetSocketAddress listen(String how) {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(give(how)[0]));
		}

		/**
		 * Cuts all connections.
		 * @param address the address that they are to
		 * @param expected how many there are
		 * @return when it began to, in nanoseconds
		 */
		public long cut(InetSocketAddress address, int expected) {
			return Long.parseLong(give("cut " + address.getPort() + " " + expected)[0]);
		}

		/**
		 * Counts connections that were accepted since the latest cut.
		 * @param address the address that they are to
		 * @return how many, in the worst second, and in the worst 100 ms
		 */
		public int[] accepts(InetSocketAddress address) {
			String[] numbers = give("accepts " + address.getPort());
			return new int[] { Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]),
					Integer.parseInt(numbers[2]) };
		}

		/**
		 * Counts pings that were answered.
		 * @param address the address that they came to
		 * @return how many
		 */
		public long pings(InetSocketAddress address) {
			return Long.parseLong(give("pings " + address.getPort())[0]);
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
