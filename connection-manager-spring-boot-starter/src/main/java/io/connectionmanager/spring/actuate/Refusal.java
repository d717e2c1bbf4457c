package io.connectionmanager.spring.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request is not answered.
 *
 * @param message what is wrong
 * @param connections the names of the connections that there are, where an unknown one
 * was asked for
 * @param operations the operations that there are, where an unknown one was asked for
 */
public record Refusal(String message, @Nullable List<String> connections,
		@Nullable List<String> operations) implements OperationResponseBody {

}
