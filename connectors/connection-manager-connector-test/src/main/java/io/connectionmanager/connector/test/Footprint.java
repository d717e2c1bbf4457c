package io.connectionmanager.connector.test;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What this JVM holds.
 *
 * @param threads the number of threads
 * @param descriptors the number of open descriptors; 0 where it is not known
 * @param heap the bytes that a garbage collection leaves
 */
record Footprint(int threads, long descriptors, long heap) {

	static Footprint measure() {
		return new Footprint(currentThreads(), currentDescriptors(), currentHeap());
	}

	static int currentThreads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	static long currentDescriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

	static long currentHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Override
	public String toString() {
		return "%d threads, %d descriptors, %,d KiB of heap".formatted(this.threads, this.descriptors,
				this.heap / 1024);
	}

}
