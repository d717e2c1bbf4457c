package io.connectionmanager.documentation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page of comparisons says of a hand-written loop is true of the loop that it
 * shows.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class HandWrittenLoopTests {

	@TempDir
	private Path folder;

	@Test
	void it_reconnects_and_says_nothing_of_a_server_that_hangs_up(CapturedOutput output) throws Exception {
		Queue<String> prices = new ConcurrentLinkedQueue<>();
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Runnable loop = loop(server.getLocalPort(), prices::add);
			Thread thread = new Thread(loop);
			thread.start();
			serve(server, "SAP 176.76");
			serve(server, "SAP 176.77");
			await().until(() -> prices.size() == 2);
			assertThat(output).doesNotContain("No prices");
			((AutoCloseable) loop).close();
			thread.join();
		}
		assertThat(prices).containsExactly("SAP 176.76", "SAP 176.77");
	}

	@Test
	void it_ends_for_good_when_code_that_uses_a_price_throws() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(loop(server.getLocalPort(), (price) -> {
				throw new IllegalStateException("not today");
			}));
			CompletableFuture<Throwable> end = new CompletableFuture<>();
			thread.setUncaughtExceptionHandler((ended, ex) -> end.complete(ex));
			thread.start();
			serve(server, "SAP 176.76");
			assertThat(end.get()).hasMessage("not today");
		}
	}

	private Runnable loop(int port, Consumer<String> prices) throws Exception {
		Snippet shown = Page.read(Path.of("docs", "comparison.md"))
			.snippets()
			.stream()
			.filter((snippet) -> snippet.text().startsWith("class PriceLoop "))
			.findFirst()
			.orElseThrow();
		String text = shown.text().replace("7007", String.valueOf(port)).replaceFirst("^class", "static class");
		Class<?> surroundings = new JavaSnippets().load(Snippet.of("java", text), this.folder);
		Constructor<?> constructor = List.of(surroundings.getDeclaredClasses())
			.get(0)
			.getDeclaredConstructor(Consumer.class);
		constructor.setAccessible(true);
		return (Runnable) constructor.newInstance(prices);
	}

	/** Sends a price, and hangs up. */
	private static void serve(ServerSocket server, String price) throws IOException {
		try (Socket client = server.accept()) {
			var lines = new BufferedReader(new InputStreamReader(client.getInputStream()));
			assertThat(lines.readLine()).isEqualTo("SUBSCRIBE prices");
			client.getOutputStream().write((price + "\n").getBytes());
		}
	}

}
