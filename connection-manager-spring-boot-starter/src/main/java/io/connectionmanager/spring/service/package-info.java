/**
 * Address, credentials and TLS of services that Spring Boot knows.
 */
@NullMarked
package io.connectionmanager.spring.service;

import org.jspecify.annotations.NullMarked;
