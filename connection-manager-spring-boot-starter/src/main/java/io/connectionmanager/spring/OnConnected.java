package io.connectionmanager.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Calls a method of a bean when a connection is up. The method takes the connection, or
 * nothing. <pre class="code">
 * &#64;OnConnected("prices")
 * void resubscribe(Socket socket) {
 *     // ...
 * }
 * </pre>
 * <p>
 * The methods of one bean for one connection are one
 * {@link io.connectionmanager.ConnectionSubscriber ConnectionSubscriber}: they are called
 * one at a time, on a worker thread, strictly alternating between {@code @OnConnected}
 * and {@link OnDisconnected @OnDisconnected}. A method that throws is logged; one that is
 * {@link #required() required} gives the connection up. Which beans are subscribed, and
 * when, is as with {@link ConnectedTo}.
 *
 * @see OnDisconnected
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnConnected {

	/**
	 * Name of the connection, of this context or a parent, in which placeholders are
	 * resolved; case and dashes do not matter. May be omitted if there is one connection
	 * of the type that the method takes.
	 * @return the name
	 */
	String value() default "";

	/**
	 * Whether the connection is of no use if the method fails. If it is, the connection
	 * is given up and reconnected when the method throws, or when the
	 * {@link java.util.concurrent.CompletionStage CompletionStage} or
	 * {@link java.util.concurrent.Future Future} that it returns fails.
	 * @return whether a failure of the method gives the connection up; otherwise it is
	 * logged
	 */
	boolean required() default false;

}
