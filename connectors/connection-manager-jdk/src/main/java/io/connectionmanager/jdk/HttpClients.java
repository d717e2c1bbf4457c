package io.connectionmanager.jdk;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.ConnectorThreads;

/**
 * The HTTP clients of all connectors. Each client has a thread of its own, and before
 * Java 21 it cannot be closed; connectors with the same SSL context therefore share one.
 * The JDK ends the thread of a client when nobody refers to it any more.
 */
final class HttpClients {

	private static final Object DEFAULT_CONTEXT = new Object();

	private static final Map<Object, WeakReference<HttpClient>> CLIENTS = new WeakHashMap<>();

	private HttpClients() {
	}

	/**
	 * Returns the client for an SSL context. The caller holds it for as long as it may
	 * need it again.
	 * @param sslContext the context, or {@code null} for the default of the JVM
	 * @return the client
	 */
	static synchronized HttpClient of(@Nullable SSLContext sslContext) {
		Object key = (sslContext != null) ? sslContext : DEFAULT_CONTEXT;
		WeakReference<HttpClient> reference = CLIENTS.get(key);
		HttpClient client = (reference != null) ? reference.get() : null;
		if (client == null) {
			client = create(sslContext);
			CLIENTS.put(key, new WeakReference<>(client));
		}
		return client;
	}

	/**
	 * HTTP/1.1, because streams that share an HTTP/2 connection share its death: after a
	 * silent loss, each attempt would go to the same dead connection. No redirects,
	 * because the client would take the credentials along.
	 */
	private static HttpClient create(@Nullable SSLContext sslContext) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.executor(executor("connection-manager-http-"));
		if (sslContext != null) {
			builder.sslContext(sslContext);
		}
		// The thread of the client inherits the class loader of whoever connects first.
		Thread thread = Thread.currentThread();
		ClassLoader callers = thread.getContextClassLoader();
		thread.setContextClassLoader(HttpClients.class.getClassLoader());
		try {
			return builder.build();
		}
		finally {
			thread.setContextClassLoader(callers);
		}
	}

	/** Listeners may block, so the number of threads has no limit. */
	private static Executor executor(String prefix) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				ConnectorThreads.factory(prefix));
	}

}
