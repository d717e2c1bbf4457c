package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends to the running sample what {@code curl} would send to it. That the application is
 * down is an answer too; that there is nothing of that name, or that it cannot be asked
 * so, is not.
 *
 * @param port the port of the sample
 */
record SampleCurl(int port) {

	private static final String SAMPLE = "http://127.0.0.1:8080";

	private static final HttpClient http = HttpClient.newHttpClient();

	HttpResponse<String> send(List<String> arguments) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(10));
		String method = "GET";
		String body = "";
		String url = "";
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			switch (argument) {
				case "-s" -> {
				}
				case "-X" -> method = arguments.get(++i);
				case "-d" -> body = arguments.get(++i);
				case "-H" -> {
					String[] header = arguments.get(++i).split(":\\s*", 2);
					request.header(header[0], header[1]);
				}
				default -> {
					assertThat(url).as("what stands before " + argument).isEmpty();
					url = argument;
				}
			}
		}
		assertThat(url).startsWith(SAMPLE + "/");
		request.uri(URI.create("http://127.0.0.1:" + this.port + url.substring(SAMPLE.length())))
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
		boolean down = answer.statusCode() == 503 && url.startsWith(SAMPLE + "/actuator/health");
		assertThat(down || answer.statusCode() / 100 == 2)
			.as("%s %s is answered %d %s", method, url, answer.statusCode(), answer.body())
			.isTrue();
		return answer;
	}

}
