package io.connectionmanager.jdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EventStreamParser}. Each stream is parsed whole, and split at each
 * byte.
 */
class EventStreamParserTests {

	private static final int LIMIT = 1_000;

	private static List<Object> parse(String stream) {
		byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
		List<Object> whole = parse(bytes, bytes.length);
		assertThat(parse(bytes, 1)).as("byte by byte").isEqualTo(whole);
		for (int split = 1; split < bytes.length; split++) {
			Recorder recorder = new Recorder();
			EventStreamParser parser = new EventStreamParser("", LIMIT, recorder);
			parser.parse(ByteBuffer.wrap(bytes, 0, split));
			parser.parse(ByteBuffer.wrap(bytes, split, bytes.length - split));
			assertThat(recorder.parsed).as("split at %d", split).isEqualTo(whole);
		}
		return whole;
	}

	private static List<Object> parse(byte[] bytes, int size) {
		Recorder recorder = new Recorder();
		EventStreamParser parser = new EventStreamParser("", LIMIT, recorder);
		for (int i = 0; i < bytes.length; i += size) {
			parser.parse(ByteBuffer.wrap(bytes, i, Math.min(size, bytes.length - i)));
		}
		return recorder.parsed;
	}

	private static ServerSentEvent message(String data) {
		return new ServerSentEvent("", "message", data);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\r\n" })
	void lines_end_in_three_ways(String end) {
		assertThat(parse(String.join(end, "data: a", "data: b", "", "data: c", "", "")))
			.containsExactly(message("a\nb"), message("c"));
	}

	@Test
	void line_ends_may_be_mixed() {
		assertThat(parse("data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r\n")).containsExactly(message("a\nb\nc"),
				message("d"));
	}

	@Test
	void the_example_of_the_specification_with_four_blocks() {
		assertThat(
				parse(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"))
			.containsExactly("id ", new ServerSentEvent("1", "message", "first event"), message("second event"),
					message(" third event"));
	}

	@Test
	void the_example_of_the_specification_with_empty_data() {
		assertThat(parse("data\n\ndata\ndata\n\ndata:")).containsExactly(message(""), message("\n"));
	}

	@Test
	void a_byte_order_mark_is_skipped_once() {
		assertThat(parse("\uFEFFdata: a\n\n")).containsExactly(message("a"));
		assertThat(parse("\uFEFF\uFEFFdata: a\n\n")).containsExactly("id ");
		assertThat(parse("data: \uFEFFa\n\n")).containsExactly(message("\uFEFFa"));
		assertThat(parse(":\n\uFEFFdata: a\n\n")).containsExactly("id ");
	}

	@Test
	void characters_of_any_length_survive_a_split() {
		assertThat(parse("data: ä€𝄞\n\n")).containsExactly(message("ä€𝄞"));
	}

	@Test
	void malformed_bytes_are_replaced() {
		assertThat(parse(new byte[] { 'd', 'a', 't', 'a', ':', (byte) 0xC3, '\n', '\n' }, 8))
			.containsExactly(message("\uFFFD"));
	}

	@Test
	void one_space_after_the_colon_is_removed() {
		assertThat(parse("data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\n")).containsExactly(message("a"), message("a"),
				message(" a"), message("\ta"));
	}

	@Test
	void a_type_applies_to_its_event_only() {
		assertThat(parse("event: add\ndata: 1\n\ndata: 2\n\nevent: lost\n\ndata: 3\n\n"))
			.containsExactly(new ServerSentEvent("", "add", "1"), message("2"), "id ", message("3"));
	}

	@Test
	void an_id_stays_until_the_next_one() {
		assertThat(parse("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n")).containsExactly(
				new ServerSentEvent("1", "message", "a"), new ServerSentEvent("1", "message", "b"), message("c"));
	}

	@Test
	void an_id_without_data_counts() {
		assertThat(parse("id: 7\n\n")).containsExactly("id 7");
	}

	@Test
	void an_id_that_contains_nul_is_ignored() {
		assertThat(parse("id: 1\nid: 2\0\ndata: a\n\n")).containsExactly(new ServerSentEvent("1", "message", "a"));
	}

	@Test
	void the_id_of_the_stream_before_is_kept() {
		Recorder recorder = new Recorder();
		new EventStreamParser("9", LIMIT, recorder)
			.parse(ByteBuffer.wrap("data: a\n\n".getBytes(StandardCharsets.UTF_8)));
		assertThat(recorder.parsed).containsExactly(new ServerSentEvent("9", "message", "a"));
	}

	@Test
	void a_reconnection_time_consists_of_digits() {
		assertThat(
				parse("retry: 10\nretry: 1.5\nretry: -1\nretry: +1\nretry: 1s\nretry\nretry: ٣\nretry:7 \nretry: 0\n"))
			.containsExactly("retry 10", "retry 0");
		assertThat(parse("retry: 99999999999999999999\n")).containsExactly("retry " + Long.MAX_VALUE);
	}

	@Test
	void comments_and_unknown_fields_are_ignored() {
		assertThat(parse(":data: a\nDATA: b\nfoo: c\nbar\ndata : d\ndata: e\n\n")).containsExactly(message("e"));
	}

	@Test
	void an_event_that_is_not_complete_is_not_delivered() {
		assertThat(parse("data: a\n\ndata: b\n")).containsExactly(message("a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: ", ":", "id: " })
	void a_line_is_limited(String start) {
		EventStreamParser parser = new EventStreamParser("", LIMIT, new Recorder());
		parser.parse(ByteBuffer.wrap((start + "x".repeat(LIMIT - start.length())).getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(ConnectionFailedException.class)
			.isThrownBy(() -> parser.parse(ByteBuffer.wrap(new byte[] { 'x' })))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(FailureKind.PROTOCOL));
	}

	@Test
	void an_event_of_many_short_lines_is_limited() {
		ByteBuffer line = ByteBuffer.wrap("data\n".getBytes(StandardCharsets.UTF_8));
		EventStreamParser parser = new EventStreamParser("", LIMIT, new Recorder());
		for (int i = 0; i < LIMIT / 5; i++) {
			parser.parse(line.rewind());
		}
		assertThatExceptionOfType(ConnectionFailedException.class).isThrownBy(() -> parser.parse(line.rewind()));
	}

	@Test
	void the_limit_holds_for_each_event_anew() {
		Recorder recorder = new Recorder();
		EventStreamParser parser = new EventStreamParser("", LIMIT, recorder);
		byte[] event = ("data: " + "x".repeat(LIMIT - 10) + "\n\n").getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 10; i++) {
			parser.parse(ByteBuffer.wrap(event));
		}
		assertThat(recorder.parsed).hasSize(10);
	}

	private static final class Recorder implements EventStreamParser.Target {

		private final List<Object> parsed = new ArrayList<>();

		@Override
		public void onEvent(ServerSentEvent event) {
			this.parsed.add(event);
		}

		@Override
		public void onId(String id) {
			this.parsed.add("id " + id);
		}

		@Override
		public void onRetry(long millis) {
			this.parsed.add("retry " + millis);
		}

	}

}
