package io.connectionmanager.documentation.reader;

/**
 * Receives lines.
 */
@FunctionalInterface
public interface LineListener {

	void onLine(String line);

}
