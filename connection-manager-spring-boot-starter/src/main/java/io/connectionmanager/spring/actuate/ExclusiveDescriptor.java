package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.connectionmanager.ClaimSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows about its claim to an exclusive connection.
 *
 * @param role {@code holder} or {@code standby}
 * @param since since when it has that role
 * @param token the fencing token of the holder; absent on standby
 * @param validFor how long the connection may be held without another renewal of the
 * lease; absent in a list and on standby
 * @param holder the replica that holds the connection; absent if it is this one, or it is
 * not known
 * @param waitsFor what a started connection on standby waits for
 * @param store the store on which the replicas agree; absent in a list
 * @param members the number of replicas; absent in a list
 */
public record ExclusiveDescriptor(String role, Instant since, @Nullable Long token, @Nullable Duration validFor,
		@Nullable String holder, ClaimSnapshot.@Nullable WaitsFor waitsFor, @Nullable String store,
		@Nullable Integer members) {

}
