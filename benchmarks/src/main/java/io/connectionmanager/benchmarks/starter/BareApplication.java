package io.connectionmanager.benchmarks.starter;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Objects;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * An application with nothing in it. It prints how long it took to start, in
 * milliseconds, how much heap it takes, how much processor time was spent, and how many
 * classes were loaded, and ends.
 */
@EnableAutoConfiguration
public class BareApplication {

	/**
	 * Starts the application.
	 * @param arguments arguments of the application
	 */
	public static void main(String... arguments) {
		run(BareApplication.class, arguments);
	}

	static void run(Class<?> type, String... arguments) {
		SpringApplication application = new SpringApplication(type);
		application.setBannerMode(Banner.Mode.OFF);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) BareApplication::report);
		application.run(arguments).close();
	}

	private static void report(ApplicationReadyEvent event) {
		Duration taken = Objects.requireNonNull(event.getTimeTaken());
		long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		System.gc();
		System.gc();
		long heap = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
		System.out.println("RESULT\t" + taken.toMillis() + "\t" + heap + "\t" + cpu / 1_000_000 + "\t" + classes);
	}

}
