package io.connectionmanager.spring.lifecycle;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;

import io.connectionmanager.Masking;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ExclusiveEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Isolates {@link EventListener @EventListener} methods for {@link ConnectionEvent
 * connection events} and {@link ExclusiveEvent exclusive events} from each other. If one
 * throws, the failure is logged and the others still receive the event. Otherwise, an
 * event would stop at the first listener that throws.
 * <p>
 * Methods with a more specific annotation, such as {@code @TransactionalEventListener},
 * are left to the factory of that annotation.
 */
public final class ConnectionEventListenerFactory implements EventListenerFactory, Ordered {

	private static final Log logger = LogFactory.getLog(ConnectionEventListenerFactory.class);

	// After the factories of specific annotations, before the default one.
	private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 10;

	private final Function<String, Masking> maskings;

	/**
	 * Creates the factory.
	 * @param maskings the masking of log lines by name of the connection, not called
	 * before one is logged
	 */
	public ConnectionEventListenerFactory(Function<String, Masking> maskings) {
		this.maskings = maskings;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public boolean supportsMethod(Method method) {
		if (method.getParameterCount() == 1) {
			return isOfConnections(method.getParameterTypes()[0]);
		}
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		return annotation != null && annotation.classes().length > 0
				&& Arrays.stream(annotation.classes()).allMatch(ConnectionEventListenerFactory::isOfConnections);
	}

	private static boolean isOfConnections(Class<?> event) {
		return ConnectionEvent.class.isAssignableFrom(event) || ExclusiveEvent.class.isAssignableFrom(event);
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new IsolatedListener(beanName, type, method, this.maskings);
	}

	private static final class IsolatedListener extends ApplicationListenerMethodAdapter {

		private final String description;

		private final Function<String, Masking> maskings;

		private IsolatedListener(String beanName, Class<?> targetClass, Method method,
				Function<String, Masking> maskings) {

			super(beanName, targetClass, method);
			this.description = "%s.%s of bean '%s'".formatted(targetClass.getSimpleName(), method.getName(), beanName);
			this.maskings = maskings;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			try {
				super.onApplicationEvent(event);
			}
			catch (Throwable ex) {
				logger.warn("%s failed to handle %s".formatted(this.description, event), masked(event, ex));
			}
		}

		private Throwable masked(ApplicationEvent event, Throwable failure) {
			return isOfConnections(event.getClass())
					? this.maskings.apply(String.valueOf(event.getSource())).mask(failure) : failure;
		}

	}

}
