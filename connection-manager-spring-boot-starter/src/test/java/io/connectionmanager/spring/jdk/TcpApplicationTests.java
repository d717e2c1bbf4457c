package io.connectionmanager.spring.jdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.jdk.SocketHandler;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class TcpApplicationTests extends JdkApplicationContract<Socket> {

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(LineServer.class, "{port}").start();
	}

	@Override
	protected String scheme() {
		return "tcp";
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(LineHandler.class);
	}

	@Override
	protected void exchange(Socket socket, ApplicationContext application) throws IOException {
		Queue<String> lines = application.getBean(LineHandler.class).lines;
		lines.clear();
		socket.getOutputStream().write("line\n".getBytes(StandardCharsets.US_ASCII));
		await().until(() -> lines.contains("line"));
	}

	static class LineHandler implements SocketHandler {

		private final Queue<String> lines = new ConcurrentLinkedQueue<>();

		@Override
		public void handle(Socket socket) throws IOException {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			in.lines().forEach(this.lines::add);
		}

	}

}
