package io.connectionmanager.postgresql;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class PostgresApplicationTests extends ApplicationContract<PGConnection> {

	@Override
	protected TestServer startServer() {
		return OwnPostgres.start();
	}

	@Override
	protected String scheme() {
		return "postgresql";
	}

	@Override
	protected String path() {
		return "/postgres";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("username", OwnPostgres.USER, "password", OwnPostgres.PASSWORD, "options.channels", "orders");
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(OrdersListener.class);
	}

	@Override
	protected List<String> oddUrls(String address) {
		return List.of("jdbc:postgresql://" + address + "/postgres?user=app&password=" + SECRET,
				"jdbc:postgresql://user:" + SECRET + "@" + address + "/postgres",
				"jdbc:postgresql://" + address + "," + address + "/postgres?user=app&password=" + SECRET,
				"jdbc:postgresql:postgres?password=" + SECRET,
				"postgresql://" + address + "/postgres?user=app&password=" + SECRET + " " + REST_OF_SECRET,
				"postgresql://" + address + "/postgres?sslmode=require&sslpassword=" + SECRET,
				"postgresql://" + address + "/postgres?options=-c%20app.token=" + SECRET);
	}

	@Override
	protected void exchange(PGConnection connection, ApplicationContext application) throws Exception {
		Queue<String> orders = application.getBean(OrdersListener.class).orders;
		orders.clear();
		try (Statement statement = ((Connection) connection).createStatement()) {
			statement.execute("NOTIFY orders, 'order'");
		}
		await().until(() -> orders.contains("order"));
	}

	static class OrdersListener implements PostgresNotificationListener {

		private final Queue<String> orders = new ConcurrentLinkedQueue<>();

		@Override
		public void onNotification(PGNotification notification) {
			this.orders.add(notification.getParameter());
		}

	}

}
