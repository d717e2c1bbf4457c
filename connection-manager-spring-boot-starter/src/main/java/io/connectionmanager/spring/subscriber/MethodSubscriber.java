package io.connectionmanager.spring.subscriber;

import java.util.List;

import io.connectionmanager.ConnectionSubscriber;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one bean for one connection. They are one subscriber, so that they are
 * called one at a time and alternate.
 */
final class MethodSubscriber implements ConnectionSubscriber<Object> {

	private final Object bean;

	private final List<SubscriberMethod> methods;

	MethodSubscriber(Object bean, List<SubscriberMethod> methods) {
		this.bean = bean;
		this.methods = methods;
	}

	@Override
	public void connected(Object connection) throws Exception {
		invoke(true, connection, null);
	}

	@Override
	public void disconnected(Object connection, @Nullable Throwable cause) throws Exception {
		invoke(false, connection, cause);
	}

	private void invoke(boolean connected, Object connection, @Nullable Throwable cause) throws Exception {
		Exception failure = null;
		for (SubscriberMethod method : this.methods) {
			if (method.connected() == connected) {
				try {
					method.invoke(this.bean, connection, cause);
				}
				catch (Exception ex) {
					if (failure != null) {
						ex.addSuppressed(failure);
					}
					failure = ex;
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	// The manager names a subscriber that throws.
	@Override
	public String toString() {
		return this.methods.stream().map(SubscriberMethod::describe).toList().toString();
	}

}
