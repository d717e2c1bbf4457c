package io.connectionmanager.connector.test;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What this JVM holds of the operating system.
 */
final class Footprint {

	private Footprint() {
	}

	static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	/** Returns the number of open descriptors; 0 where it is not known. */
	static long descriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

}
