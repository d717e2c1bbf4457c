package prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.OnConnected;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class PricesApplication {

	public static void main(String[] args) {
		SpringApplication.run(PricesApplication.class, args);
	}

	@Bean
	Connector<Socket> pricesConnector() {
		return Connector.blocking((attempt) -> {
			URI url = attempt.requireEndpoint();
			Socket socket = new Socket(url.getHost(), url.getPort());
			socket.setSoTimeout(5_000);      // treat five seconds of silence as a loss
			new Thread(() -> read(socket, attempt), "prices").start();
			return socket;
		});
	}

	private static void read(Socket socket, ConnectionAttempt attempt) {
		try (var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
			lines.lines().forEach(System.out::println);
			attempt.disconnected();          // the server closed the connection
		}
		catch (Exception ex) {
			attempt.disconnected(ex);        // the connection broke, or fell silent
		}
	}

	@OnConnected(value = "prices", required = true)
	void subscribe(Socket socket) throws IOException {
		socket.getOutputStream().write("SUBSCRIBE prices\n".getBytes());
	}

}
