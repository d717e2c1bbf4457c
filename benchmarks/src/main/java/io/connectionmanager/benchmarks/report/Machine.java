package io.connectionmanager.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where something was measured, and what else went on there.
 */
public final class Machine {

	private Machine() {
	}

	/**
	 * Describes the machine in one line.
	 * @return processor, cores, memory, system, JVM, time and load
	 */
	public static String describe() {
		var system = ManagementFactory.getOperatingSystemMXBean();
		return String.format(Locale.ROOT, "%s, %d cores, %s %s, %s %s, %s, load %.1f", processor(),
				system.getAvailableProcessors(), system.getName(), system.getVersion(),
				System.getProperty("java.vm.name"), Runtime.version(), Instant.now().truncatedTo(ChronoUnit.MINUTES),
				system.getSystemLoadAverage());
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 2))
				.findFirst()
				.orElse("processor");
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
