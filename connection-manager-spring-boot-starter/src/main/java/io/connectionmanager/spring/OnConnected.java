package io.connectionmanager.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Calls a method of a bean when a connection has come up. The method takes the
 * connection, or nothing. <pre class="code">
 * &#64;OnConnected("prices")
 * void resubscribe(Socket socket) {
 *     // ...
 * }
 * </pre>
 * <ul>
 * <li><b>Threads and ordering.</b> The methods of one bean for one connection are one
 * {@link io.connectionmanager.ConnectionSubscriber ConnectionSubscriber}. They are called
 * on a worker thread, one at a time, strictly alternating between {@code @OnConnected}
 * and {@link OnDisconnected @OnDisconnected}.</li>
 * <li><b>Exceptions.</b> A method that throws is logged. If it is {@link #required()
 * required}, the connection is given up.</li>
 * <li><b>Beans.</b> Beans are subscribed as with {@link ConnectedTo}.</li>
 * </ul>
 *
 * @see OnDisconnected
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnConnected {

	/**
	 * Name of the connection, of this context or a parent. Case and dashes are ignored,
	 * and placeholders are resolved. May be omitted if there is only one connection of
	 * the type that the method takes.
	 * @return the name
	 */
	String value() default "";

	/**
	 * Whether the connection is of no use if the method fails. If so, the connection is
	 * given up and reconnected when the method throws, or when the
	 * {@link java.util.concurrent.CompletionStage CompletionStage} or
	 * {@link java.util.concurrent.Future Future} that it returns fails. A plain
	 * {@code Future} is waited for.
	 * @return whether the connection is given up if the method fails; otherwise the
	 * failure is logged
	 */
	boolean required() default false;

}
