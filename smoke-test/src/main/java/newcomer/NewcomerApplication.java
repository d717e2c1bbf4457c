package newcomer;

import java.net.InetAddress;
import java.net.Socket;

import io.connectionmanager.Connector;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The least that an application can write: a connector, and no configuration at all.
 */
@SpringBootApplication
public class NewcomerApplication {

	public static void main(String[] args) {
		SpringApplication.run(NewcomerApplication.class, args);
	}

	@Bean
	Connector<Socket> feedConnector(@Value("${port}") int port) {
		return Connector.blocking((attempt) -> new Socket(InetAddress.getLoopbackAddress(), port));
	}

}
