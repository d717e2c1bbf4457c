package io.connectionmanager;

import java.net.URL;
import java.net.URLClassLoader;

import org.slf4j.MDC;

/**
 * What a callback may leave on a thread, and the next one must not find there.
 */
enum ThreadMark {

	INTERRUPT {
		@Override
		void leave() {
			Thread.currentThread().interrupt();
		}

		@Override
		Object look() {
			return Thread.currentThread().isInterrupted();
		}

		@Override
		Object left() {
			return true;
		}
	},

	DIAGNOSTIC_CONTEXT {
		@Override
		void leave() {
			MDC.put("mark", "left");
		}

		@Override
		Object look() {
			return String.valueOf(MDC.get("mark"));
		}

		@Override
		Object left() {
			return "left";
		}
	},

	CLASS_LOADER {
		@Override
		void leave() {
			Thread.currentThread().setContextClassLoader(LEFT);
		}

		@Override
		Object look() {
			return String.valueOf(Thread.currentThread().getContextClassLoader());
		}

		@Override
		Object left() {
			return LEFT.toString();
		}
	},

	NAME {
		@Override
		void leave() {
			Thread.currentThread().setName("left");
		}

		@Override
		Object look() {
			return Thread.currentThread().getName();
		}

		@Override
		Object left() {
			return "left";
		}
	},

	PRIORITY {
		@Override
		void leave() {
			Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
		}

		@Override
		Object look() {
			return Thread.currentThread().getPriority();
		}

		@Override
		Object left() {
			return Thread.MIN_PRIORITY;
		}
	};

	private static final ClassLoader LEFT = new URLClassLoader("left", new URL[0], ThreadMark.class.getClassLoader());

	/**
	 * Leaves the mark on the current thread.
	 */
	abstract void leave();

	/**
	 * Returns how the current thread looks in this respect.
	 * @return what can be compared with another look
	 */
	abstract Object look();

	/**
	 * Returns how a thread looks on which the mark was left.
	 * @return a look
	 */
	abstract Object left();

	/**
	 * Returns whether the mark is on the current thread.
	 * @return whether it was left
	 */
	boolean isLeft() {
		return look().equals(left());
	}

}
