package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The URLs of a connection: one or several, separated by commas, in {@code url}; or a
 * list, in {@code url} or {@code urls}.
 */
public final class ConnectionUrls {

	static final String URL = "url";

	static final String URLS = "urls";

	/** A comma may also be part of a URL, such as one with several hosts. */
	private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*(?=[A-Za-z][A-Za-z0-9+.-]*:(?:[a-z]+:)?/)");

	private final @Nullable ConnectionEntry entry;

	private ConnectionUrls(@Nullable ConnectionEntry entry) {
		this.entry = entry;
	}

	/**
	 * Creates the URLs of an entry.
	 * @param entry the entry, or {@code null} if only bound values are known
	 * @return the URLs
	 */
	static ConnectionUrls of(@Nullable ConnectionEntry entry) {
		return new ConnectionUrls(entry);
	}

	/**
	 * Creates URLs that consist of bound values alone.
	 * @return the URLs
	 */
	public static ConnectionUrls ofBoundValues() {
		return new ConnectionUrls(null);
	}

	static List<String> split(String text) {
		List<String> urls = new ArrayList<>();
		for (String url : SEPARATOR.split(text.trim())) {
			if (!url.isBlank()) {
				urls.add(url);
			}
		}
		return urls;
	}

	/**
	 * Parses the URLs.
	 * @param url the bound value of {@code url}
	 * @param urls the bound value of {@code urls}
	 * @return the URLs to connect to
	 * @throws InvalidPropertyException if one is malformed, or cannot be connected to
	 */
	public List<URI> parse(@Nullable String url, List<String> urls) {
		boolean readyMade = this.entry != null && this.entry.isReadyMade();
		List<URI> parsed = new ArrayList<>();
		String property = URL;
		List<String> texts = (url != null && !url.isBlank()) ? List.of(url) : List.of();
		if (texts.isEmpty() || (!urls.isEmpty() && this.entry != null && URLS.equals(this.entry.urlProperty()))) {
			property = URLS;
			texts = urls;
		}
		if (texts.isEmpty() && this.entry != null) {
			property = URL;
			texts = this.entry.urls();
		}
		for (int i = 0; i < texts.size(); i++) {
			String path = (texts.size() > 1) ? "%s[%d]".formatted(property, i) : property;
			for (String each : split(texts.get(i))) {
				parsed.add(ConnectionUrl.parse(each, path, readyMade));
			}
		}
		return List.copyOf(parsed);
	}

}
