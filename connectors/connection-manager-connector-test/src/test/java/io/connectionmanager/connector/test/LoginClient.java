package io.connectionmanager.connector.test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

import io.connectionmanager.connector.ListenerCalls;

/**
 * A connection to a {@link LoginServer}.
 */
class LoginClient {

	private final Socket tcp;

	private final Socket socket;

	private final ListenerCalls calls = new ListenerCalls();

	LoginClient(Socket tcp, Socket socket) {
		this.tcp = tcp;
		this.socket = socket;
	}

	ListenerCalls calls() {
		return this.calls;
	}

	Socket socket() {
		return this.socket;
	}

	void send(char value) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		synchronized (out) {
			out.write(value);
		}
	}

	void close() throws IOException {
		this.tcp.close();
	}

}
