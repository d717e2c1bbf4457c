package io.connectionmanager.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server that asks its clients for their certificates, and welcomes those that it
 * trusts.
 */
final class TlsServer implements AutoCloseable {

	static final int WELCOME = '+';

	private final SSLServerSocket serverSocket;

	private final List<String> clients = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	TlsServer(KeyStore own, KeyStore... trusted) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(own, KeyStores.PASSWORD.toCharArray());
		KeyStore trustStore = KeyStore.getInstance("PKCS12");
		trustStore.load(null, null);
		for (KeyStore each : trusted) {
			String alias = each.aliases().nextElement();
			trustStore.setCertificateEntry(alias, each.getCertificate(alias));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trustStore);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		this.serverSocket = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getByName("localhost"));
		this.serverSocket.setNeedClientAuth(true);
		start(this::accept);
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Returns the subjects of the certificates of all who were welcome.
	 * @return the subjects
	 */
	List<String> clients() {
		return this.clients;
	}

	private void accept() {
		try {
			while (true) {
				SSLSocket socket = (SSLSocket) this.serverSocket.accept();
				this.sockets.add(socket);
				start(() -> welcome(socket));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void welcome(SSLSocket socket) {
		try (socket) {
			socket.startHandshake();
			this.clients.add(socket.getSession().getPeerPrincipal().getName());
			socket.getOutputStream().write(WELCOME);
			socket.getInputStream().read();
		}
		catch (IOException ex) {
			// Not welcome, or gone.
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "tls-server");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
