package io.connectionmanager.spring.container;

import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the labels of a container say about the connection to it.
 *
 * @param name the name of the connection
 * @param url the URL, with the host and the port of the container as its clients see them
 */
record ContainerLabels(String name, String url) {

	/** The name of a service connection that has these labels. */
	static final String SERVICE = "connection-manager";

	static final String NAME = "io.connectionmanager.connection";

	static final String URL = "io.connectionmanager.url";

	private static final Pattern PARTS = Pattern.compile(
			"(?<before>[a-z][a-z0-9+.:-]*://(?:[^@/?#\\s]*@)?)(?:[^:@/?#\\s]+|\\[[^]]*]):(?<port>\\d{1,5})(?<behind>(?:[/?#]\\S*)?)");

	/**
	 * Reads the labels of a running container.
	 * @param labels the labels
	 * @param host the host that clients connect to
	 * @param ports returns the port that clients connect to, for a port within the
	 * container
	 * @return what the labels say
	 */
	static ContainerLabels of(Map<String, String> labels, String host, IntUnaryOperator ports) {
		Matcher url = PARTS.matcher(require(labels, URL));
		if (!url.matches()) {
			throw new IllegalStateException("The label '%s' must be a URL with a host and a port".formatted(URL));
		}
		int port = ports.applyAsInt(Integer.parseInt(url.group("port")));
		return new ContainerLabels(require(labels, NAME),
				url.group("before") + host + ":" + port + url.group("behind"));
	}

	private static String require(Map<String, String> labels, String name) {
		String value = labels.get(name);
		if (value == null || value.isBlank()) {
			throw new IllegalStateException(
					"The container of the service connection '%s' has no label '%s'".formatted(SERVICE, name));
		}
		return value;
	}

}
