package io.connectionmanager.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Subscribes a bean that implements {@link io.connectionmanager.ConnectionSubscriber
 * ConnectionSubscriber} to a connection, before the connection is started. Placed on the
 * class or on the {@code @Bean} method. <pre class="code">
 * &#64;Component
 * &#64;ConnectedTo("prices")
 * class PriceReader implements ConnectionSubscriber&lt;Socket&gt; {
 *
 *     &#64;Override
 *     public void connected(Socket socket) {
 *         // ...
 *     }
 *
 * }
 * </pre>
 * <p>
 * The bean must be a singleton, and is subscribed until it is destroyed. A lazy bean is
 * subscribed when it is created. With {@code spring.main.lazy-initialization}, a bean
 * with this annotation is still created at startup.
 *
 * @see OnConnected
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ConnectedTo {

	/**
	 * Name of the connection, of this context or a parent. Case and dashes are ignored,
	 * and placeholders are resolved. May be omitted if there is only one connection of
	 * the type that the subscriber takes.
	 * @return the name
	 */
	String value() default "";

}
