package io.connectionmanager.coordination.jdbc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.connectionmanager.coordination.test.StoreFeature;

class H2EmbeddedStoreContractTests extends JdbcStoreContract {

	@Override
	TestDatabase startDatabase() {
		return new InMemory("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.HINTS, "the database does not notify", StoreFeature.NETWORK, "it is in memory",
				StoreFeature.RESTART, "it is in memory");
	}

	private record InMemory(String url) implements TestDatabase {

		@Override
		public String url(InetSocketAddress address) {
			return this.url;
		}

		@Override
		public String username() {
			return "app";
		}

		@Override
		public String password() {
			return "kT9database4s3cret";
		}

		@Override
		public InetSocketAddress address() {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		}

		@Override
		public boolean isOwn() {
			return true;
		}

		@Override
		public void start() {
			// It is in memory.
		}

		@Override
		public void kill() {
			throw new UnsupportedOperationException("It is in memory");
		}

		@Override
		public void close() {
			try {
				execute("SHUTDOWN");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
