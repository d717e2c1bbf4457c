package io.connectionmanager.engine.machine;

import io.connectionmanager.FailureKind;

/**
 * A failed attempt or a loss, with its kind, which is decided once.
 *
 * @param cause the failure
 * @param kind its kind
 */
public record Failure(Throwable cause, FailureKind kind) {
}
