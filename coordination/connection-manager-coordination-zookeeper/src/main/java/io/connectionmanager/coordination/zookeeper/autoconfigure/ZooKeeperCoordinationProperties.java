package io.connectionmanager.coordination.zookeeper.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * Configuration properties of the store {@code zookeeper}.
 */
@ConfigurationProperties("connection-manager.exclusive.zookeeper")
public class ZooKeeperCoordinationProperties {

	/**
	 * Servers of the ensemble, such as 'zk1:2181,zk2:2181,zk3:2181'.
	 */
	private @Nullable String connectString;

	/**
	 * Path below which entries are kept.
	 */
	private String root = "/connection-manager";

	/**
	 * User of the scheme 'digest', who alone has access to the entries.
	 */
	private @Nullable String username;

	/**
	 * Password of that user.
	 */
	private @Nullable String password;

	/**
	 * Time within which a call ends, connecting included.
	 */
	private Duration timeout = Duration.ofSeconds(3);

	/**
	 * Timeout of the session, after two thirds of which the client leaves a silent server
	 * for another one.
	 */
	private Duration sessionTimeout = Duration.ofSeconds(15);

	/**
	 * Interval at which replicas look for changes without having been notified.
	 */
	private Duration pollInterval = Duration.ofSeconds(1);

	public @Nullable String getConnectString() {
		return this.connectString;
	}

	public void setConnectString(@Nullable String connectString) {
		this.connectString = StringUtils.hasText(connectString) ? connectString : null;
	}

	public String getRoot() {
		return this.root;
	}

	public void setRoot(String root) {
		this.root = root;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = StringUtils.hasText(username) ? username : null;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = StringUtils.hasText(password) ? password : null;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getSessionTimeout() {
		return this.sessionTimeout;
	}

	public void setSessionTimeout(Duration sessionTimeout) {
		this.sessionTimeout = sessionTimeout;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

}
