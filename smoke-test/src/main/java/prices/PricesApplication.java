package prices;

import java.io.BufferedReader;
import java.io.InputStreamReader;

import io.connectionmanager.jdk.SocketHandler;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class PricesApplication {

	public static void main(String[] args) {
		SpringApplication.run(PricesApplication.class, args);
	}

	@Bean
	SocketHandler pricesHandler() {
		return (socket) -> {
			socket.getOutputStream().write("SUBSCRIBE prices\n".getBytes());
			var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
			lines.lines().forEach(System.out::println);
		};
	}

}
