package io.connectionmanager.sample.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.connectionmanager.sample.SampleApplication;

/**
 * What there is of the sample to run as a process.
 */
enum SampleBuild {

	/**
	 * The classes, as they were compiled.
	 */
	CLASSES {

		@Override
		List<String> command() {
			return List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp",
					classPath(COMPILED), SampleApplication.class.getName());
		}

	},

	/**
	 * The classes with what Maven has generated ahead of time.
	 */
	AHEAD_OF_TIME {

		@Override
		List<String> command() {
			if (!Files.exists(PROCESSED)) {
				throw new IllegalStateException("There is no %s: mvn -pl sample-app -am process-test-classes makes it"
					.formatted(PROCESSED.toAbsolutePath()));
			}
			return List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
					"-Dspring.aot.enabled=true", "-cp", classPath(PROCESSED), SampleApplication.class.getName());
		}

	},

	/**
	 * The native image; where there is one, the build says which file it is.
	 */
	NATIVE_IMAGE {

		@Override
		boolean exists() {
			return System.getProperty(EXECUTABLE) != null;
		}

		@Override
		List<String> command() {
			return List.of(System.getProperty(EXECUTABLE));
		}

	};

	private static final String EXECUTABLE = "sample.executable";

	private static final Path COMPILED = Path.of("target", "classes");

	private static final Path PROCESSED = Path.of("target", "spring-aot", "application");

	abstract List<String> command();

	/**
	 * Returns whether the build was asked for it.
	 * @return whether it can be run
	 */
	boolean exists() {
		return true;
	}

	private static String java() {
		return ProcessHandle.current().info().command().orElseThrow();
	}

	private static String classPath(Path application) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.map((entry) -> Path.of(entry).equals(COMPILED.toAbsolutePath()) ? application.toAbsolutePath().toString()
					: entry)
			.collect(Collectors.joining(File.pathSeparator));
	}

}
