package io.connectionmanager.postgresql;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that gives each client two sessions of the server, as one that pools
 * transactions may do. The server must trust its clients.
 */
final class TransactionPool implements AutoCloseable {

	private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final InetSocketAddress server;

	private volatile boolean alternating;

	private volatile int current;

	TransactionPool(InetSocketAddress server) throws IOException {
		this.server = server;
		Thread thread = new Thread(this::accept, "transaction-pool");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/** From now on, each transaction runs in another session than the one before. */
	void alternate() {
		this.alternating = true;
	}

	/** From now on, transactions run in the other session. */
	void switchSession() {
		this.current = 1;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listening.accept();
				this.sockets.add(client);
				Thread thread = new Thread(() -> serve(client), "transaction-pool-client");
				thread.setDaemon(true);
				thread.start();
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket client) {
		try (client) {
			DataInputStream fromClient = new DataInputStream(client.getInputStream());
			DataOutputStream toClient = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
			byte[] startup = new byte[fromClient.readInt() - 4];
			fromClient.readFully(startup);
			List<Session> sessions = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				sessions.add(new Session(startup, (i == 0) ? toClient : null));
			}
			int next = 0;
			while (true) {
				Session session = sessions.get(this.alternating ? next++ % 2 : this.current);
				byte type;
				do {
					type = forward(fromClient, session.out);
				}
				while (type != 'Q' && type != 'S' && type != 'X');
				session.out.flush();
				session.relayUntilReady(toClient);
			}
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private static byte forward(DataInputStream in, DataOutputStream out) throws IOException {
		byte type = in.readByte();
		byte[] body = new byte[in.readInt() - 4];
		in.readFully(body);
		out.writeByte(type);
		out.writeInt(body.length + 4);
		// The proxy has process ids of its own.
		out.write((type == 'K') ? new byte[body.length] : body);
		return type;
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private final class Session {

		private final DataInputStream in;

		private final DataOutputStream out;

		Session(byte[] startup, DataOutputStream toClient) throws IOException {
			Socket socket = new Socket(TransactionPool.this.server.getAddress(), TransactionPool.this.server.getPort());
			TransactionPool.this.sockets.add(socket);
			this.in = new DataInputStream(socket.getInputStream());
			this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
			this.out.writeInt(startup.length + 4);
			this.out.write(startup);
			this.out.flush();
			relayUntilReady(
					(toClient != null) ? toClient : new DataOutputStream(java.io.OutputStream.nullOutputStream()));
		}

		void relayUntilReady(DataOutputStream toClient) throws IOException {
			byte type;
			do {
				type = forward(this.in, toClient);
			}
			while (type != 'Z');
			toClient.flush();
		}

	}

}
