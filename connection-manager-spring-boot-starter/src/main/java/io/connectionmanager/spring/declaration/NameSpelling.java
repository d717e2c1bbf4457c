package io.connectionmanager.spring.declaration;

import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * How a source spells the name of a connection.
 */
enum NameSpelling {

	/** The spelling is the name. */
	KEPT,

	/** The spelling identifies a connection that is named elsewhere. */
	OVERRIDE,

	/** Only letters and digits are known. */
	FOLDED;

	boolean isKnown() {
		return this != FOLDED;
	}

	static NameSpelling of(ConfigurationPropertySource source) {
		return ConnectionEntries.spelling(source.getUnderlyingSource());
	}

}
