package io.connectionmanager;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 19 and 30: an application that has closed everything is not held by a runtime
 * that others keep using.
 */
class DiscardedApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	@DisplayName("Promise 30: the class loader of who has closed everything is not held by the shared runtime")
	void the_class_loader_of_a_discarded_application_is_not_held_by_the_shared_runtime() throws Exception {
		assertDiscardedWhileOthersGoOn(ConnectionRuntime.shared());
	}

	@Test
	@DisplayName("Promise 30: not even by threads that were started on its behalf")
	void the_class_loader_of_the_application_that_came_first_is_not_held_by_its_threads() throws Exception {
		try (ConnectionRuntime runtime = ConnectionRuntime.builder()
			.virtualThreads(false)
			.threadNamePrefix("discarded-application-test-")
			.build()) {
			assertDiscardedWhileOthersGoOn(runtime);
		}
	}

	private static void assertDiscardedWhileOthersGoOn(ConnectionRuntime runtime) throws Exception {
		WeakReference<ClassLoader> loader = runApplication(runtime);
		// Flaps for ever, and so keeps all threads in use.
		ConnectionManager<Object> other = ConnectionManager
			.builder("other", Connector.blocking((attempt) -> new Object(), (connection) -> {
			}))
			.settings(ConnectionSettings.builder()
				.reconnectAfter(Duration.ofMillis(1))
				.backoff(1, Duration.ofMillis(1), 0)
				.build())
			.runtime(runtime)
			.start();
		try {
			Awaitility.await().atMost(PATIENCE).until(() -> {
				for (int i = 0; i < 100; i++) {
					other.connection().ifPresent((connection) -> other.connectionLost(connection, null));
				}
				System.gc();
				return loader.get() == null;
			});
		}
		finally {
			other.close();
		}
	}

	// A method of its own, so that no local variable holds anything.
	@SuppressWarnings("unchecked")
	private static WeakReference<ClassLoader> runApplication(ConnectionRuntime runtime) throws Exception {
		URL classes = DiscardedApplication.class.getProtectionDomain().getCodeSource().getLocation();
		try (ApplicationLoader loader = new ApplicationLoader(classes)) {
			Class<?> type = loader.loadClass(DiscardedApplication.class.getName());
			assertThat(type).isNotEqualTo(DiscardedApplication.class);
			Object application = type.getConstructor().newInstance();
			assertThat(((Function<ConnectionRuntime, Boolean>) application).apply(runtime)).isTrue();
			return new WeakReference<>(loader);
		}
	}

	/**
	 * Loads the application itself, and leaves all else to its parent.
	 */
	private static final class ApplicationLoader extends URLClassLoader {

		private ApplicationLoader(URL classes) {
			super(new URL[] { classes }, DiscardedApplication.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				if (name.startsWith(DiscardedApplication.class.getName()) && !name.contains("Tests")) {
					Class<?> loaded = findLoadedClass(name);
					return (loaded != null) ? loaded : findClass(name);
				}
			}
			return super.loadClass(name, resolve);
		}

	}

}
