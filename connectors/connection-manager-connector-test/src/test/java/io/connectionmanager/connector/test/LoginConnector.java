package io.connectionmanager.connector.test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.ListenerCalls;

/**
 * A connector for a {@link LoginServer} that keeps the contract, or breaks it in chosen
 * ways.
 */
class LoginConnector implements Connector<LoginClient> {

	private final ConnectorContext context;

	private final Runnable onMessage;

	private final Set<Fault> faults;

	private volatile @Nullable LoginClient cached;

	/** Only the faults leave anything here. */
	private final Set<Object> leaked = ConcurrentHashMap.newKeySet();

	LoginConnector(ConnectorContext context, Runnable onMessage, Set<Fault> faults) {
		this.context = context;
		this.onMessage = onMessage;
		this.faults = faults;
	}

	private boolean has(Fault fault) {
		return this.faults.contains(fault);
	}

	@Override
	public LoginClient open(ConnectionAttempt attempt) throws Exception {
		URI url = attempt.requireEndpoint();
		Socket tcp = new Socket();
		if (!has(Fault.IGNORES_TIMEOUT) && !has(Fault.LEAKS_FAILED_SOCKET)) {
			attempt.onAbandoned(() -> closeQuietly(tcp));
		}
		try {
			int timeout = has(Fault.IGNORES_TIMEOUT) ? 0 : (int) attempt.timeout().toMillis();
			tcp.connect(new InetSocketAddress(url.getHost(), url.getPort()), timeout);
			tcp.setSoTimeout(timeout);
			LoginClient client = new LoginClient(tcp, "logins".equals(url.getScheme()) ? secure(tcp, url) : tcp);
			if (has(Fault.IGNORES_TIMEOUT)) {
				loginWhateverHappens(client, url);
			}
			else {
				login(client, url);
			}
			tcp.setSoTimeout(0);
			return up(attempt, client);
		}
		catch (Throwable ex) {
			if (has(Fault.LEAKS_FAILED_SOCKET)) {
				// Otherwise the garbage collector would close it.
				this.leaked.add(tcp);
			}
			else {
				tcp.close();
			}
			throw ex;
		}
	}

	private Socket secure(Socket tcp, URI url) throws Exception {
		SSLContext ssl = this.context.sslContext().orElseThrow();
		if (has(Fault.TRUSTS_EVERYTHING)) {
			ssl = SSLContext.getInstance("TLS");
			ssl.init(null, new TrustManager[] { new TrustEverything() }, null);
		}
		SSLSocket socket = (SSLSocket) ssl.getSocketFactory().createSocket(tcp, url.getHost(), url.getPort(), true);
		if (!has(Fault.TRUSTS_EVERYTHING) && !has(Fault.IGNORES_HOST_NAME)) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			socket.setSSLParameters(parameters);
		}
		socket.startHandshake();
		return socket;
	}

	// Not on the calling thread: if it is virtual, an interrupt ends its reads.
	private void loginWhateverHappens(LoginClient client, URI url) throws ExecutionException {
		FutureTask<Void> login = new FutureTask<>(() -> {
			login(client, url);
			return null;
		});
		Thread thread = new Thread(login, "login");
		thread.setDaemon(true);
		thread.start();
		while (true) {
			try {
				login.get();
				return;
			}
			catch (InterruptedException ex) {
				// This is the fault.
			}
		}
	}

	private void login(LoginClient client, URI url) throws IOException {
		String password = Credentials.resolve(this.context, url).map((it) -> new String(it.password())).orElse("");
		client.socket().getOutputStream().write(("LOGIN " + password + "\n").getBytes(StandardCharsets.ISO_8859_1));
		int answer = client.socket().getInputStream().read();
		if (answer == '?') {
			int seconds = client.socket().getInputStream().read() - '0';
			Duration hint = Duration.ofSeconds(has(Fault.IGNORES_RETRY_HINT) ? 0 : seconds);
			throw new RetryAfterException("Busy", hint);
		}
		if (answer < 0) {
			throw new EOFException();
		}
		if (answer != '+') {
			FailureKind kind = has(Fault.HIDES_AUTHENTICATION) ? FailureKind.OTHER : FailureKind.AUTHENTICATION;
			throw new ConnectionFailedException(kind,
					"Login refused" + (has(Fault.SHOWS_PASSWORD) ? " for " + password : ""), null);
		}
	}

	private LoginClient up(ConnectionAttempt attempt, LoginClient client) throws IOException {
		if (has(Fault.KEEPS_EVERYTHING)) {
			this.leaked.add(client);
			this.leaked.add(attempt);
		}
		if (has(Fault.REUSES_CONNECTION_OBJECT)) {
			LoginClient first = this.cached;
			if (first != null) {
				attempt.connected();
				return first;
			}
			this.cached = client;
		}
		Thread reader = new Thread(() -> read(attempt, client), "login-reader");
		reader.setDaemon(true);
		if (!has(Fault.NEVER_NOTICES_LOSS)) {
			reader.start();
		}
		attempt.connected();
		return client;
	}

	private void read(ConnectionAttempt attempt, LoginClient client) {
		KeepAlive keepAlive = attempt.settings().keepAlive();
		try {
			client.socket().setSoTimeout(has(Fault.NEVER_NOTICES_SILENCE) ? 0 : (int) keepAlive.interval().toMillis());
			InputStream in = client.socket().getInputStream();
			boolean asked = false;
			while (true) {
				try {
					int read = in.read();
					if (read < 0) {
						throw new EOFException();
					}
					asked = false;
					if (read == 'm') {
						deliver(client.calls());
					}
				}
				catch (SocketTimeoutException ex) {
					if (asked || has(Fault.CUTS_IDLE_CONNECTION)) {
						throw ex;
					}
					client.send('p');
					asked = true;
				}
			}
		}
		catch (IOException ex) {
			attempt.disconnected(ex);
			if (has(Fault.LEAKS_THREAD)) {
				hang();
			}
		}
	}

	private void deliver(ListenerCalls calls) {
		if (!calls.begin()) {
			return;
		}
		try {
			this.onMessage.run();
		}
		catch (Error ex) {
			if (has(Fault.DIES_OF_CONSUMER)) {
				throw ex;
			}
		}
		finally {
			calls.finish();
		}
	}

	private static void hang() {
		LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
	}

	@Override
	public void close(LoginClient client) throws IOException, InterruptedException {
		if (!has(Fault.LEAKS_SOCKET)) {
			client.close();
		}
		if (!has(Fault.LEAVES_CONSUMER)) {
			client.calls().end(Duration.ofMillis(100));
		}
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// nothing to be done
		}
	}

}
