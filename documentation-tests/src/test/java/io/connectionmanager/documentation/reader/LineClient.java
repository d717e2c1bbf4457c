package io.connectionmanager.documentation.reader;

/**
 * A client of a protocol of the reader's own.
 */
public interface LineClient {

	void send(String line);

}
