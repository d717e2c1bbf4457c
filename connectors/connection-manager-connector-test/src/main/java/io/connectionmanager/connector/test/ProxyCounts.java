package io.connectionmanager.connector.test;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a proxy counts. Written by its thread, read by any.
 */
final class ProxyCounts {

	final AtomicLong opened = new AtomicLong();

	final AtomicInteger open = new AtomicInteger();

	final AtomicInteger openToServer = new AtomicInteger();

	final LongAdder toServer = new LongAdder();

	final LongAdder toClient = new LongAdder();

}
