package io.connectionmanager.nats;

import java.util.Set;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorOptions;

/**
 * The options of a connection, applied to those of the client.
 */
final class NatsConnectorOptions {

	private static final String CREDENTIALS_FILE = "credentials-file";

	private static final String INBOX_PREFIX = "inbox-prefix";

	private static final String NO_ECHO = "no-echo";

	private static final String TLS_FIRST = "tls-first";

	static final Set<String> NAMES = Set.of(CREDENTIALS_FILE, INBOX_PREFIX, NO_ECHO, TLS_FIRST);

	private NatsConnectorOptions() {
	}

	static NatsOptionsCustomizer of(ConnectorContext context) {
		ConnectorOptions options = ConnectorOptions.of(context);
		boolean noEcho = options.flag(NO_ECHO, false);
		boolean tlsFirst = options.flag(TLS_FIRST, false);
		return (builder) -> {
			options.text(CREDENTIALS_FILE).ifPresent(builder::credentialPath);
			options.text(INBOX_PREFIX).ifPresent(builder::inboxPrefix);
			if (noEcho) {
				builder.noEcho();
			}
			if (tlsFirst) {
				builder.tlsFirst();
			}
		};
	}

}
