package io.connectionmanager.documentation.reader;

import java.net.http.WebSocket;

/**
 * Receives prices.
 */
public class PricesListener implements WebSocket.Listener {

}
