package io.connectionmanager.spring.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The reason why a request was rejected.
 *
 * @param message what is wrong
 * @param connections the names of the existing connections, if the request named an
 * unknown one
 * @param operations the existing operations, if the request named an unknown one
 */
public record ErrorDescriptor(String message, @Nullable List<String> connections,
		@Nullable List<String> operations) implements OperationResponseBody {

}
