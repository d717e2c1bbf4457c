package io.connectionmanager.spring.jdk;

import java.io.IOException;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * A program that echoes WebSocket messages at {@code /echo}, and sends an event every 50
 * ms at {@code /events}.
 */
final class TomcatServer {

	private static final int PAUSE_MILLIS = 50;

	private TomcatServer() {
	}

	/**
	 * Runs the server until it is killed.
	 * @param arguments the port, and a folder for temporary files
	 * @throws Exception if it does not start
	 */
	public static void main(String[] arguments) throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(arguments[1]);
		tomcat.setPort(Integer.parseInt(arguments[0]));
		tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context application = tomcat.addContext("", null);
		application.addServletContainerInitializer(new WsSci(), null);
		application.addApplicationListener(EchoRegistration.class.getName());
		Tomcat.addServlet(application, "events", new Events()).addMapping("/events");
		// Without a servlet for its path, a request reaches no filter either.
		Tomcat.addServlet(application, "default", new DefaultServlet()).addMapping("/");
		tomcat.start();
		tomcat.getServer().await();
	}

	/** Adds the endpoint once there is a container for it. */
	public static final class EchoRegistration implements ServletContextListener {

		@Override
		public void contextInitialized(ServletContextEvent event) {
			ServerContainer container = (ServerContainer) event.getServletContext()
				.getAttribute(ServerContainer.class.getName());
			try {
				container.addEndpoint(Echo.class);
			}
			catch (DeploymentException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/** Returns each message. */
	@ServerEndpoint("/echo")
	public static final class Echo {

		@OnMessage
		public String echo(String message) {
			return message;
		}

	}

	@SuppressWarnings("serial")
	private static final class Events extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("text/event-stream");
			try {
				while (true) {
					response.getWriter().write("data: tick\n\n");
					response.flushBuffer();
					Thread.sleep(PAUSE_MILLIS);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
