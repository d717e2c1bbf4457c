package io.connectionmanager.spring.declaration;

import io.connectionmanager.ExclusiveSettings;
import org.jspecify.annotations.Nullable;

/**
 * The resolved properties of the group of an application.
 *
 * @param store the name of the store; {@code null} for the only one
 * @param group the name of the group; {@code null} for that of the application
 * @param memberId the name of this replica; {@code null} for that of the host
 * @param acceptBestEffort whether to accept a store of best effort
 * @param settings the lease and the spread
 */
public record ExclusiveGroupSettings(@Nullable String store, @Nullable String group, @Nullable String memberId,
		boolean acceptBestEffort, ExclusiveSettings settings) {

}
