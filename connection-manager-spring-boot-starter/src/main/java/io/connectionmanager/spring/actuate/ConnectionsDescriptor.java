package io.connectionmanager.spring.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A summary of all connections of an application.
 *
 * @param connections the connections, sorted by name
 * @param groups the groups within which connections are exclusive; absent if there are
 * none
 */
public record ConnectionsDescriptor(List<ConnectionSummary> connections,
		@Nullable List<ExclusiveGroupDescriptor> groups) implements OperationResponseBody {

}
