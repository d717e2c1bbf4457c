package io.connectionmanager.benchmarks.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Tomcat with an endpoint at {@code /prices}.
 */
final class WebSocketService implements Approach.Service {

	private final Tomcat tomcat = new Tomcat();

	WebSocketService() throws IOException, LifecycleException {
		this.tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
		this.tomcat.setPort(0);
		this.tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context application = this.tomcat.addContext("", null);
		application.addServletContainerInitializer(new WsSci(), null);
		application.addApplicationListener(Registration.class.getName());
		// Without a servlet for its path, a request reaches no filter either.
		Tomcat.addServlet(application, "default", new DefaultServlet()).addMapping("/");
		this.tomcat.start();
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress("127.0.0.1", this.tomcat.getConnector().getLocalPort());
	}

	@Override
	public synchronized void send() {
		Prices.SESSIONS.replaceAll((session, last) -> last.isDone() ? send(session) : last);
	}

	private static Future<?> send(Session session) {
		try {
			return session.getAsyncRemote().sendText("price");
		}
		catch (IllegalStateException ex) {
			// It has just been closed.
			return CompletableFuture.completedFuture(null);
		}
	}

	/** Adds the endpoint once there is a container for it. */
	public static final class Registration implements ServletContextListener {

		@Override
		public void contextInitialized(ServletContextEvent event) {
			ServerContainer container = (ServerContainer) event.getServletContext()
				.getAttribute(ServerContainer.class.getName());
			try {
				container.addEndpoint(Prices.class);
			}
			catch (DeploymentException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/** Knows who is connected. */
	@ServerEndpoint("/prices")
	public static final class Prices {

		/** What was sent last to each session, since only one message may be pending. */
		private static final Map<Session, Future<?>> SESSIONS = new ConcurrentHashMap<>();

		@OnOpen
		public void open(Session session) {
			SESSIONS.put(session, CompletableFuture.completedFuture(null));
		}

		@OnClose
		public void close(Session session) {
			SESSIONS.remove(session);
		}

		@OnError
		public void error(Session session, Throwable failure) {
			SESSIONS.remove(session);
		}

	}

}
