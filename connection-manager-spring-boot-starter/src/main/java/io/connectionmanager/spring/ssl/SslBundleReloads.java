package io.connectionmanager.spring.ssl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Reconnects the connections that use an SSL bundle, one after the other, when the bundle
 * is reloaded.
 * <ul>
 * <li>Connections that are up, connecting or suspended reconnect. Others hold nothing of
 * the old bundle.</li>
 * <li>If the bundle cannot be used (a broken file, a wrong password), no connection is
 * dropped.</li>
 * <li>The rolling reconnect stops at the first connection that does not come back, so a
 * certificate that the peer does not accept costs one connection.</li>
 * <li>Bundles are independent of each other.</li>
 * </ul>
 */
public final class SslBundleReloads {

	private static final Log logger = LogFactory.getLog(SslBundleReloads.class);

	private final ConnectionManagers managers;

	private final Function<String, Optional<String>> bundles;

	private final ConnectionRuntime.Timer timer;

	/**
	 * Creates an instance that reacts to reloads once it {@link #watch watches} bundles.
	 * @param managers the managers
	 * @param bundles the name of the bundle by name of the connection
	 * @param timer the timer that limits the wait for each connection
	 */
	public SslBundleReloads(ConnectionManagers managers, Function<String, Optional<String>> bundles,
			ConnectionRuntime.Timer timer) {
		this.managers = managers;
		this.bundles = bundles;
		this.timer = timer;
	}

	/**
	 * Watches bundles for reloads.
	 * @param sslBundles the bundles
	 * @param names the names of the bundles to watch
	 */
	public void watch(SslBundles sslBundles, Collection<String> names) {
		for (String name : names) {
			RollingReconnect roll = new RollingReconnect("SSL bundle '%s' was reloaded".formatted(name), this.timer);
			sslBundles.addBundleUpdateHandler(name, (reloaded) -> reloaded(name, reloaded, roll));
		}
	}

	private void reloaded(String name, SslBundle reloaded, RollingReconnect roll) {
		List<ConnectionManager<?>> users = new ArrayList<>();
		this.managers.stream().forEach((manager) -> {
			if (this.bundles.apply(manager.name()).filter(name::equals).isPresent()) {
				users.add(manager);
			}
		});
		users.sort(Comparator.comparing(ConnectionManager::name));
		List<String> names = users.stream().map(ConnectionManager::name).toList();
		try {
			// Stores are read lazily; this reads them.
			reloaded.createSslContext();
		}
		catch (Exception ex) {
			logger.error(("SSL bundle '%s' was reloaded but cannot be used. Connections that are up are kept; new "
					+ "attempts will fail: %s")
				.formatted(name, names), ex);
			return;
		}
		logger.info("SSL bundle '%s' was reloaded, reconnecting one by one: %s".formatted(name, names));
		roll.add(users);
	}

}
