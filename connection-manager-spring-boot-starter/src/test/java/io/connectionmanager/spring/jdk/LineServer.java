package io.connectionmanager.spring.jdk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A program that sends back what it receives.
 */
final class LineServer {

	private LineServer() {
	}

	public static void main(String[] arguments) throws IOException {
		try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), 50,
				InetAddress.getLoopbackAddress())) {
			while (true) {
				Socket client = server.accept();
				Thread thread = new Thread(() -> echo(client));
				thread.setDaemon(true);
				thread.start();
			}
		}
	}

	private static void echo(Socket client) {
		try (client) {
			client.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

}
