/**
 * Beans that subscribe to connections by annotation.
 */
@NullMarked
package io.connectionmanager.spring.subscriber;

import org.jspecify.annotations.NullMarked;
