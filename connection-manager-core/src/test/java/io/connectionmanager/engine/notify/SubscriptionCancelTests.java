package io.connectionmanager.engine.notify;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Cancelling where the stack or the heap is used up.
 */
class SubscriptionCancelTests {

	private final AtomicInteger forgotten = new AtomicInteger();

	@Test
	@DisplayName("Promises 15 and 28: a cancelled subscription that could not be removed is removed at its next turn")
	void a_subscription_that_met_an_error_when_it_was_cancelled_is_forgotten_later() {
		ManagedSubscription<String> subscription = new StrongSubscription<>(context(), (connection) -> {
		});
		subscription.lookFirst();
		subscription.listed = true;
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(subscription::cancel);
		assertThat(subscription.isActive()).isFalse();
		assertThat(this.forgotten).hasValue(1);
		subscription.request();
		subscription.run();
		assertThat(this.forgotten).hasValue(2);
		subscription.listed = false;
		subscription.request();
		subscription.run();
		assertThat(this.forgotten).hasValue(2);
	}

	@SuppressWarnings("unchecked")
	private NotificationContext<String> context() {
		return (NotificationContext<String>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { NotificationContext.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("forget") && this.forgotten.incrementAndGet() == 1) {
						throw new OutOfMemoryError("on purpose");
					}
					return (method.getReturnType() == boolean.class) ? false : null;
				});
	}

}
