package io.connectionmanager.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Calls a method of a bean when a connection that was up has ended. The method can take
 * the connection and the cause, a {@link Throwable} that is {@code null} if the
 * connection was given up on request. <pre class="code">
 * &#64;OnDisconnected("prices")
 * void markStale(&#64;Nullable Throwable cause) {
 *     // ...
 * }
 * </pre>
 *
 * @see OnConnected
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnDisconnected {

	/**
	 * Name of the connection, of this context or a parent. Case and dashes are ignored,
	 * and placeholders are resolved. May be omitted if there is only one connection of
	 * the type that the method takes.
	 * @return the name
	 */
	String value() default "";

}
