package io.connectionmanager;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a failure where it is shown, because that says something secret of
 * itself. Never thrown.
 */
@SuppressWarnings("serial")
final class MaskedFailure extends Exception {

	private MaskedFailure(String description) {
		super(description);
	}

	static Throwable of(Throwable failure, Masking masking) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		return hasSecret(failure, masking, seen) ? standIn(failure, masking, new IdentityHashMap<>()) : failure;
	}

	private static boolean hasSecret(@Nullable Throwable failure, Masking masking, Set<Throwable> seen) {
		if (failure == null || !seen.add(failure)) {
			return false;
		}
		String text = failure.toString();
		if (!masking.mask(text).equals(text) || hasSecret(failure.getCause(), masking, seen)) {
			return true;
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			if (hasSecret(suppressed, masking, seen)) {
				return true;
			}
		}
		return false;
	}

	// A failure may be among its own causes, and its stand-in then is too.
	private static MaskedFailure standIn(Throwable failure, Masking masking, Map<Throwable, MaskedFailure> made) {
		MaskedFailure present = made.get(failure);
		if (present != null) {
			return present;
		}
		MaskedFailure standIn = new MaskedFailure(masking.mask(failure.toString()));
		made.put(failure, standIn);
		standIn.setStackTrace(failure.getStackTrace());
		if (failure.getCause() != null) {
			standIn.initCause(standIn(failure.getCause(), masking, made));
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			standIn.addSuppressed(standIn(suppressed, masking, made));
		}
		return standIn;
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
