package io.connectionmanager;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The displayed substitute for a failure whose text contains a secret or control
 * characters, or cannot be read. Never thrown.
 */
@SuppressWarnings("serial")
final class MaskedFailure extends Exception {

	private MaskedFailure(String description) {
		super(description);
	}

	static Throwable of(Throwable failure, Masking masking) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		return cannotBeShown(failure, masking, seen) ? standIn(failure, masking, new IdentityHashMap<>()) : failure;
	}

	private static boolean cannotBeShown(@Nullable Throwable failure, Masking masking, Set<Throwable> seen) {
		if (failure == null || !seen.add(failure)) {
			return false;
		}
		String text = textOf(failure);
		if (text == null || !masking.maskLine(text).equals(text) || cannotBeShown(causeOf(failure), masking, seen)) {
			return true;
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			if (cannotBeShown(suppressed, masking, seen)) {
				return true;
			}
		}
		return false;
	}

	// A failure may be among its own causes; its substitute then is too.
	private static MaskedFailure standIn(Throwable failure, Masking masking, Map<Throwable, MaskedFailure> made) {
		MaskedFailure present = made.get(failure);
		if (present != null) {
			return present;
		}
		String text = textOf(failure);
		MaskedFailure standIn = new MaskedFailure(
				(text != null) ? masking.maskLine(text) : failure.getClass().getName());
		made.put(failure, standIn);
		standIn.setStackTrace(failure.getStackTrace());
		Throwable cause = causeOf(failure);
		if (cause != null) {
			standIn.initCause(standIn(cause, masking, made));
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			standIn.addSuppressed(standIn(suppressed, masking, made));
		}
		return standIn;
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

}
