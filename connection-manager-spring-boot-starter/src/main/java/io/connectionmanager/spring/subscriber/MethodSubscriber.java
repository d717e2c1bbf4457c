package io.connectionmanager.spring.subscriber;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.ConnectionUnusableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The methods of one bean for one connection. They form one subscriber, so that they are
 * called one at a time and alternate. If a required method fails, or the future that it
 * returned, the connection is given up.
 */
final class MethodSubscriber implements ConnectionSubscriber<Object> {

	private static final Log logger = LogFactory.getLog(MethodSubscriber.class);

	private final ConnectionManager<Object> manager;

	private final Object bean;

	private final List<SubscriberMethod> methods;

	MethodSubscriber(ConnectionManager<Object> manager, Object bean, List<SubscriberMethod> methods) {
		this.manager = manager;
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
		Throwable failure = null;
		for (SubscriberMethod method : this.methods) {
			if (method.connected() == connected) {
				try {
					watch(method, method.invoke(this.bean, connection, cause), connection);
				}
				catch (Throwable ex) {
					failure = merge(failure, method.required() ? unusable(method, ex) : ex);
				}
			}
		}
		if (failure != null) {
			ReflectionUtils.rethrowException(failure);
		}
	}

	// A failure that gives the connection up takes precedence over others.
	private static Throwable merge(@Nullable Throwable earlier, Throwable later) {
		if (earlier == null || earlier == later) {
			return later;
		}
		boolean keep = earlier instanceof ConnectionUnusableException;
		Throwable kept = keep ? earlier : later;
		kept.addSuppressed(keep ? later : earlier);
		return kept;
	}

	private void watch(SubscriberMethod method, @Nullable Object result, Object connection) throws Throwable {
		if (result instanceof CompletionStage<?> stage) {
			stage.whenComplete((value, ex) -> {
				if (ex != null) {
					failedLater(method,
							(ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex,
							connection);
				}
			});
		}
		else if (method.required() && result instanceof Future<?> future) {
			try {
				future.get();
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() != null) ? ex.getCause() : ex;
			}
		}
	}

	private void failedLater(SubscriberMethod method, Throwable failure, Object connection) {
		if (method.required()) {
			this.manager.connectionLost(connection, unusable(method, failure));
		}
		else {
			logger.warn("Connection '%s': the stage returned by %s failed".formatted(this.manager.name(),
					method.describe()), this.manager.masking().mask(failure));
		}
	}

	private ConnectionUnusableException unusable(SubscriberMethod method, Throwable failure) {
		return new ConnectionUnusableException(
				"%s failed: %s".formatted(method.describe(), this.manager.masking().describe(failure)), failure);
	}

	// The manager logs a subscriber that throws by this name.
	@Override
	public String toString() {
		return this.methods.stream().map(SubscriberMethod::describe).toList().toString();
	}

}
