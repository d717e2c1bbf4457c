package com.example.line;

/**
 * Receives the lines of a connection, one at a time. Supplied by the application.
 */
@FunctionalInterface
public interface LineListener {

	void onLine(String line);

}
