package io.connectionmanager.spring.ssl;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundles;

/**
 * Has the connections that use an SSL bundle connect anew when it has been reloaded, one
 * after the other: each bundle for itself. The next connection follows when the one
 * before is up again, or has had its time for that, so a certificate that does not work
 * is noticed while most connections are still up.
 * <p>
 * What connects anew is every connection that is up, or whose attempt is under way, at
 * that moment, and those that are suspended. Others have nothing of the old bundle.
 */
public final class SslBundleReloads {

	private static final Log logger = LogFactory.getLog(SslBundleReloads.class);

	private final ConnectionManagers managers;

	private final Function<String, Optional<String>> bundles;

	private final Function<String, Duration> patience;

	/**
	 * Creates what reacts to reloads; it is told of none before it {@link #watch
	 * watches}.
	 * @param managers the managers
	 * @param bundles finds the name of the bundle that the connection of a name uses
	 * @param patience finds for how long the other connections wait for the one of a name
	 */
	public SslBundleReloads(ConnectionManagers managers, Function<String, Optional<String>> bundles,
			Function<String, Duration> patience) {
		this.managers = managers;
		this.bundles = bundles;
		this.patience = patience;
	}

	/**
	 * Watches bundles, for as long as they are there.
	 * @param sslBundles where the bundles are
	 * @param names the names of those to watch
	 */
	public void watch(SslBundles sslBundles, Collection<String> names) {
		for (String name : names) {
			RollingReconnect roll = new RollingReconnect(this.patience);
			sslBundles.addBundleUpdateHandler(name, (reloaded) -> reloaded(name, roll));
		}
	}

	private void reloaded(String name, RollingReconnect roll) {
		List<ConnectionManager<?>> users = this.managers.stream()
			.filter((manager) -> this.bundles.apply(manager.name()).filter(name::equals).isPresent())
			.toList();
		logger.info("SSL bundle '%s' was reloaded: connecting anew, one after the other: %s".formatted(name,
				users.stream().map(ConnectionManager::name).sorted().toList()));
		roll.add(users);
	}

}
