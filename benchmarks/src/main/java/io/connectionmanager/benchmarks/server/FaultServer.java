package io.connectionmanager.benchmarks.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The server process. It prints the port on which it takes orders, and ends when its
 * standard input does. An order is a line, and so is the answer:
 * <table>
 * <caption>Orders</caption>
 * <tr>
 * <td>{@code listen}</td>
 * <td>listens on a new port, and reads what comes; answers the port</td>
 * </tr>
 * <tr>
 * <td>{@code forward HOST PORT}</td>
 * <td>listens on a new port, and passes everything on; answers the port</td>
 * </tr>
 * <tr>
 * <td>{@code talk}</td>
 * <td>listens on a new port, and sends a byte to each connection from time to time;
 * answers the port</td>
 * </tr>
 * <tr>
 * <td>{@code websocket}</td>
 * <td>listens on a new port for WebSockets, and answers their pings; answers the
 * port</td>
 * </tr>
 * <tr>
 * <td>{@code grpc}</td>
 * <td>as {@code forward}, to a gRPC server in this process</td>
 * </tr>
 * <tr>
 * <td>{@code cut PORT COUNT}</td>
 * <td>closes all connections of a port, when there are as many; answers when it began, in
 * the nanoseconds of the machine's monotonic clock, and how many there were</td>
 * </tr>
 * <tr>
 * <td>{@code accepts PORT}</td>
 * <td>answers how many connections were accepted since the latest cut, how many of them
 * in the worst second, and in the worst 100 ms</td>
 * </tr>
 * <tr>
 * <td>{@code pings PORT}</td>
 * <td>answers how many pings of WebSockets it has answered</td>
 * </tr>
 * </table>
 */
public final class FaultServer {

	private final Map<Integer, FaultPort> ports = new ConcurrentHashMap<>();

	private @Nullable InetSocketAddress grpc;

	private FaultServer() {
	}

	/**
	 * Serves.
	 * @param arguments none
	 * @throws IOException if there is no port to be had
	 */
	public static void main(String... arguments) throws IOException {
		FaultServer server = new FaultServer();
		ServerSocket orders = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		System.out.println(orders.getLocalPort());
		Thread end = new Thread(() -> {
			try {
				System.in.transferTo(PrintStream.nullOutputStream());
			}
			catch (IOException ex) {
				// The end, all the same.
			}
			System.exit(0);
		}, "end");
		end.setDaemon(true);
		end.start();
		while (true) {
			Socket socket = orders.accept();
			Thread thread = new Thread(() -> server.take(socket), "orders");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void take(Socket socket) {
		try (socket; Scanner orders = new Scanner(socket.getInputStream())) {
			PrintStream answers = new PrintStream(socket.getOutputStream(), true);
			while (orders.hasNextLine()) {
				answers.println(carryOut(orders.nextLine().split(" ")));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String carryOut(String... order) throws IOException {
		return switch (order[0]) {
			case "listen" -> add(new FaultPort(null));
			case "talk" -> talk();
			case "websocket" -> add(FaultPort.ofWebSockets());
			case "forward" -> add(new FaultPort(new InetSocketAddress(order[1], Integer.parseInt(order[2]))));
			case "grpc" -> add(new FaultPort(grpc()));
			case "cut" -> port(order[1]).cut(Integer.parseInt(order[2]));
			case "accepts" -> port(order[1]).accepts().toString();
			case "pings" -> String.valueOf(port(order[1]).pings());
			default -> throw new IllegalArgumentException(order[0]);
		};
	}

	private static String talk() throws IOException {
		TalkingPort port = new TalkingPort();
		Thread thread = new Thread(port, "port " + port.number());
		thread.setDaemon(true);
		thread.start();
		return String.valueOf(port.number());
	}

	private String add(FaultPort port) {
		this.ports.put(port.number(), port);
		Thread thread = new Thread(port, "port " + port.number());
		thread.setDaemon(true);
		thread.start();
		return String.valueOf(port.number());
	}

	private FaultPort port(String number) {
		FaultPort port = this.ports.get(Integer.valueOf(number));
		if (port == null) {
			throw new IllegalArgumentException("No port " + number);
		}
		return port;
	}

	private synchronized InetSocketAddress grpc() throws IOException {
		if (this.grpc == null) {
			this.grpc = GrpcServer.start();
		}
		return this.grpc;
	}

}
