package io.connectionmanager.coordination.jdbc.autoconfigure;

import java.time.Duration;

import io.connectionmanager.coordination.Durability;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the store {@code jdbc}.
 */
@ConfigurationProperties("connection-manager.exclusive.jdbc")
public class JdbcCoordinationProperties {

	/**
	 * When the store creates its table.
	 */
	private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;

	/**
	 * Name of the table, with or without that of its schema.
	 */
	private String table = "CONNECTION_MANAGER_CLAIM";

	/**
	 * Time within which a call ends, connecting included.
	 */
	private Duration timeout = Duration.ofSeconds(3);

	/**
	 * Interval at which replicas look for changes that they are not notified of.
	 */
	private Duration pollInterval = Duration.ofSeconds(1);

	/**
	 * Whether what the database has acknowledged survives a failover. Defaults to
	 * 'strong', and to 'best-effort' for H2 that is not in memory.
	 */
	private @Nullable Durability durability;

	public InitializeSchema getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(InitializeSchema initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public String getTable() {
		return this.table;
	}

	public void setTable(String table) {
		this.table = table;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

	public @Nullable Durability getDurability() {
		return this.durability;
	}

	public void setDurability(@Nullable Durability durability) {
		this.durability = durability;
	}

	/**
	 * When a store creates its table.
	 */
	public enum InitializeSchema {

		/**
		 * If the database is embedded in the application.
		 */
		EMBEDDED,

		/**
		 * If the table does not exist.
		 */
		ALWAYS,

		/**
		 * Never: the table is created with the script for the database.
		 */
		NEVER

	}

}
