package io.connectionmanager.spring.subscriber;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * A method that is called when a connection has come up, or has ended.
 *
 * @param method the method, as it is called on the bean
 * @param connectionName the name of the connection, or empty to select it by type
 * @param connected whether it is called when the connection has come up
 * @param required whether the connection is given up if it fails
 * @param connectionIndex the position of the parameter that takes the connection, or -1
 * @param causeIndex the position of the parameter that takes the cause, or -1
 * @param connectionType the type of connection that it takes, or
 * {@link ResolvableType#NONE} if it takes none
 */
record SubscriberMethod(Method method, String connectionName, boolean connected, boolean required, int connectionIndex,
		int causeIndex, ResolvableType connectionType) {

	SubscriberMethod {
		ReflectionUtils.makeAccessible(method);
	}

	static SubscriberMethod of(Method method, Class<?> targetClass, OnConnected annotation) {
		if (method.getParameterCount() > 1) {
			throw wrongSignature(method, OnConnected.class, "the connection as its parameter, or without parameters");
		}
		boolean takesConnection = method.getParameterCount() == 1;
		return new SubscriberMethod(method, annotation.value(), true, annotation.required(), takesConnection ? 0 : -1,
				-1, takesConnection ? parameterType(method, 0, targetClass) : ResolvableType.NONE);
	}

	static SubscriberMethod of(Method method, Class<?> targetClass, OnDisconnected annotation) {
		int connectionIndex = -1;
		int causeIndex = -1;
		for (int i = 0; i < method.getParameterCount(); i++) {
			boolean cause = method.getParameterTypes()[i] == Throwable.class;
			if ((cause ? causeIndex : connectionIndex) != -1) {
				throw wrongSignature(method, OnDisconnected.class,
						"the connection, the cause as a java.lang.Throwable, or both as parameters, or without "
								+ "parameters");
			}
			connectionIndex = cause ? connectionIndex : i;
			causeIndex = cause ? i : causeIndex;
		}
		return new SubscriberMethod(method, annotation.value(), false, false, connectionIndex, causeIndex,
				(connectionIndex != -1) ? parameterType(method, connectionIndex, targetClass) : ResolvableType.NONE);
	}

	private static ResolvableType parameterType(Method method, int index, Class<?> targetClass) {
		return ResolvableType.forMethodParameter(new MethodParameter(method, index).withContainingClass(targetClass));
	}

	private static FailureAnalyzedException wrongSignature(Method method, Class<? extends Annotation> annotation,
			String allowed) {
		return new FailureAnalyzedException("The method %s cannot be annotated with @%s."
			.formatted(method.toGenericString(), annotation.getSimpleName()), "Declare it with %s.".formatted(allowed));
	}

	String describe() {
		return "%s.%s".formatted(this.method.getDeclaringClass().getSimpleName(), this.method.getName());
	}

	@Nullable Object invoke(Object bean, Object connection, @Nullable Throwable cause) throws Throwable {
		@Nullable Object[] arguments = new @Nullable Object[this.method.getParameterCount()];
		if (this.connectionIndex != -1) {
			arguments[this.connectionIndex] = connection;
		}
		if (this.causeIndex != -1) {
			arguments[this.causeIndex] = cause;
		}
		try {
			return this.method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
