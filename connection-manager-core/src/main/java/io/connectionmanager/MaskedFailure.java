package io.connectionmanager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The displayed substitute for a failure whose text contains a secret or control
 * characters, or cannot be read. Never thrown.
 */
@SuppressWarnings("serial")
final class MaskedFailure extends Exception {

	/** So many are shown of a failure, its causes and what was suppressed. */
	private static final int MOST_PARTS = 100;

	private static final String LEFT_OUT = "... further causes are left out";

	private MaskedFailure(String description) {
		super(description);
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	static Throwable of(Throwable failure, Masking masking) {
		Map<Throwable, Part> parts = new IdentityHashMap<>();
		boolean complete = collect(failure, masking, parts);
		return (complete && parts.values().stream().allMatch(Part::canBeShown)) ? failure : standIn(failure, parts);
	}

	/**
	 * Collects a failure, its causes and what they have suppressed. A chain of causes can
	 * be so long that whoever follows it by recursion runs out of stack, the library that
	 * logs included.
	 * @return whether that is all
	 */
	private static boolean collect(Throwable failure, Masking masking, Map<Throwable, Part> parts) {
		Deque<Throwable> next = new ArrayDeque<>();
		next.add(failure);
		for (Throwable one = next.poll(); one != null; one = next.poll()) {
			if (parts.containsKey(one)) {
				continue;
			}
			if (parts.size() == MOST_PARTS) {
				return false;
			}
			Part part = Part.of(one, masking);
			parts.put(one, part);
			if (part.cause() != null) {
				next.add(part.cause());
			}
			next.addAll(part.suppressed());
		}
		return true;
	}

	// A failure may be among its own causes, and its stand-in then is too.
	private static MaskedFailure standIn(Throwable failure, Map<Throwable, Part> parts) {
		parts.forEach((one, part) -> part.standIn().setStackTrace(stackOf(one)));
		parts.values().forEach((part) -> {
			MaskedFailure standIn = part.standIn();
			if (part.cause() != null) {
				Part cause = parts.get(part.cause());
				MaskedFailure ofCause = (cause != null) ? cause.standIn() : new MaskedFailure(LEFT_OUT);
				if (ofCause != standIn) {
					standIn.initCause(ofCause);
				}
			}
			for (Throwable suppressed : part.suppressed()) {
				Part one = parts.get(suppressed);
				if (one != null && one != part) {
					standIn.addSuppressed(one.standIn());
				}
			}
		});
		return Objects.requireNonNull(parts.get(failure)).standIn();
	}

	private static StackTraceElement[] stackOf(Throwable failure) {
		try {
			return failure.getStackTrace();
		}
		catch (Throwable ex) {
			return new StackTraceElement[0];
		}
	}

	private static @Nullable String textOf(Throwable failure) {
		try {
			return failure.toString();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static @Nullable Throwable causeOf(Throwable failure) {
		try {
			return failure.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

	/** A failure, what stands in for it, and what it refers to. */
	private record Part(boolean canBeShown, MaskedFailure standIn, @Nullable Throwable cause,
			List<Throwable> suppressed) {

		private static Part of(Throwable failure, Masking masking) {
			String text = textOf(failure);
			String masked = (text != null) ? masking.maskLine(text) : failure.getClass().getName();
			return new Part(masked.equals(text), new MaskedFailure(masked), causeOf(failure),
					List.of(failure.getSuppressed()));
		}

	}

}
