package io.connectionmanager;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.connectionmanager.ConnectionState.SUSPENDED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 9: a rejection anywhere along the causes suspends.
 */
class WrappedRejectionTests extends InVirtualTime {

	private static final ConnectionRejectedException REJECTION = new ConnectionRejectedException("wrong password");

	/** How a manager learns of a failure. */
	enum Way {

		THROWN {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				test.connector.fail(failure);
				test.start();
			}
		},

		STAGED {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				test.start(test.manager(Connector.async((attempt) -> CompletableFuture.failedFuture(failure))));
			}
		},

		STAGED_LATE {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				CompletableFuture<String> stage = new CompletableFuture<>();
				test.start(test.manager(Connector.async((attempt) -> stage)));
				stage.completeExceptionally(failure);
			}
		},

		SIGNALLED_BEFORE_IT_WAS_READY {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				test.connector.neverReady();
				test.start();
				test.connector.lastAttempt().disconnected(failure);
			}
		},

		SIGNALLED {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				test.start();
				test.connector.lastAttempt().disconnected(failure);
			}
		},

		NOTICED_BY_A_USER {
			@Override
			void report(Throwable failure, WrappedRejectionTests test) {
				ConnectionManager<String> manager = test.start();
				manager.connectionLost(manager.requireConnection(), failure);
			}
		};

		abstract void report(Throwable failure, WrappedRejectionTests test);

	}

	@ParameterizedTest
	@MethodSource("rejections")
	@DisplayName("Promise 9: a rejection that is wrapped suspends")
	void a_rejection_suspends_however_it_is_wrapped(Way way, Throwable failure) {
		way.report(failure, this);
		this.time.settle();
		assertThat(this.listener.states()).endsWith(SUSPENDED);
		advance(Duration.ofHours(1));
		assertThat(this.listener.states()).endsWith(SUSPENDED);
	}

	static Stream<Arguments> rejections() {
		return everyWay(REJECTION, new ExecutionException(REJECTION), new CompletionException(REJECTION),
				new RuntimeException(REJECTION), new IOException("handshake failed", REJECTION), new Error(REJECTION),
				new InvocationTargetException(REJECTION),
				new CompletionException(new ExecutionException(new RuntimeException(REJECTION))),
				wrapped(REJECTION, 30),
				wrapped(new ConnectionRejectedException("wrong password", new IOException("closed")), 3),
				circle(new RuntimeException("first"), new RejectionInACircle(), new IOException("last")),
				circle(new RejectionInACircle(), new IOException("last")),
				// These come back to where they have been, but not to the beginning.
				wrapped(circle(new IOException("first"), new IOException("second"), new RejectionInACircle()), 3));
	}

	@ParameterizedTest
	@MethodSource("otherFailures")
	@DisplayName("Promise 9: what is no rejection does not suspend, though its causes go round in a circle")
	void a_failure_whose_causes_are_a_circle_is_followed_by_the_next_attempt(Way way, Throwable failure) {
		way.report(failure, this);
		this.time.settle();
		assertThat(this.listener.states()).endsWith(WAITING);
	}

	static Stream<Arguments> otherFailures() {
		return everyWay(new IOException("refused"), circle(new RuntimeException("first"), new IOException("last")),
				wrapped(circle(new IOException("first"), new IOException("second"), new IOException("last")), 3));
	}

	private static Stream<Arguments> everyWay(Throwable... failures) {
		return Stream.of(Way.values())
			.flatMap((way) -> Stream.of(failures).map((failure) -> Arguments.of(way, failure)));
	}

	private static Throwable wrapped(Throwable failure, int times) {
		Throwable wrapped = failure;
		for (int i = 0; i < times; i++) {
			wrapped = new IllegalStateException("layer " + i, wrapped);
		}
		return wrapped;
	}

	/**
	 * Makes each failure the cause of the one before it, and the first that of the last.
	 */
	private static Throwable circle(Throwable... failures) {
		for (int i = 0; i < failures.length; i++) {
			failures[i].initCause(failures[(i + 1) % failures.length]);
		}
		return failures[0];
	}

	@SuppressWarnings("serial")
	private static final class RejectionInACircle extends ConnectionRejectedException {

		private Throwable next;

		RejectionInACircle() {
			super("wrong password");
		}

		@Override
		public Throwable initCause(Throwable cause) {
			this.next = cause;
			return this;
		}

		@Override
		public Throwable getCause() {
			return this.next;
		}

	}

}
