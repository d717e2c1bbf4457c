package io.connectionmanager.engine.exclusive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.DurationText;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.engine.claims.Instruction;
import io.connectionmanager.engine.claims.Instruction.Granted;
import io.connectionmanager.engine.claims.Instruction.Lost;
import io.connectionmanager.engine.claims.Instruction.Namesake;
import io.connectionmanager.engine.claims.Instruction.Overrun;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The log of a group: a line for each connection that is granted or given up, or one line
 * for many.
 */
final class GroupLog {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	/** More at a time are summed up in one line. */
	private static final int MANY = 10;

	private final String group;

	private final String memberId;

	GroupLog(String group, String memberId) {
		this.group = group;
		this.memberId = memberId;
	}

	void warnOfClosedGroup(String connection) {
		UncaughtFailures.catchAll(() -> logger.warn("Connection '{}': stands by for good, its group '{}' was closed",
				connection, this.group));
	}

	void write(List<Instruction> instructions) {
		List<Granted> granted = new ArrayList<>();
		List<Lost> lapsed = new ArrayList<>();
		List<Lost> released = new ArrayList<>();
		List<Overrun> overruns = new ArrayList<>();
		for (Instruction instruction : instructions) {
			if (instruction instanceof Namesake namesake) {
				UncaughtFailures.catchAll(() -> warnOfNamesake(namesake));
			}
			else if (instruction instanceof Granted grant) {
				granted.add(grant);
			}
			else if (instruction instanceof Lost lost) {
				((lost.cause() == Cause.LAPSED) ? lapsed : released).add(lost);
			}
			else if (instruction instanceof Overrun overrun) {
				overruns.add(overrun);
			}
		}
		UncaughtFailures.catchAll(() -> writeGranted(granted));
		UncaughtFailures.catchAll(() -> writeReleased(released));
		UncaughtFailures.catchAll(() -> writeLapsed(lapsed));
		UncaughtFailures.catchAll(() -> writeOverruns(overruns));
	}

	private void warnOfNamesake(Namesake namesake) {
		logger.warn(
				"Group '{}': two members are called '{}': this one, '{}', and '{}'. They work, but cannot be told apart "
						+ "by their names; give each a member id of its own",
				this.group, this.memberId, namesake.own(), namesake.other());
	}

	private void writeGranted(List<Granted> granted) {
		if (granted.size() > MANY) {
			logger.info("Group '{}': {} connections granted to {}", this.group, granted.size(), this.memberId);
			return;
		}
		for (Granted grant : granted) {
			logger.info("Connection '{}': granted to {} with token {}{}", grant.connection(), this.memberId,
					grant.token(), grant.previous().map((previous) -> switch (grant.reason()) {
						case FIRST -> "";
						case RELEASED -> ", released by " + previous;
						case EXPIRED -> ", the lease of %s has expired".formatted(previous);
					}).orElse(""));
		}
	}

	private void writeReleased(List<Lost> released) {
		if (released.size() > MANY) {
			logger.info("Group '{}': {} connections released by {}", this.group, released.size(), this.memberId);
			return;
		}
		for (Lost lost : released) {
			logger.info("Connection '{}': released by {} ({})", lost.connection(), this.memberId,
					lost.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
		}
	}

	private void writeLapsed(List<Lost> lapsed) {
		if (lapsed.size() > MANY) {
			logger.warn("Group '{}': the grants of {} have lapsed, {} connections are given up", this.group,
					this.memberId, lapsed.size());
			return;
		}
		for (Lost lost : lapsed) {
			logger.warn("Connection '{}': the grant to {} has lapsed, the connection is given up", lost.connection(),
					this.memberId);
		}
	}

	private void writeOverruns(List<Overrun> overruns) {
		for (Overrun overrun : overruns.subList(0, Math.min(overruns.size(), MANY))) {
			logger.warn("Connection '{}': given up {} after the lease of {} had expired{}", overrun.connection(),
					DurationText.format(overrun.nanos()), this.memberId,
					overrun.beyondMargin() ? "; another replica may have taken over before" : "");
		}
		if (overruns.size() > MANY) {
			logger.warn("Group '{}': {} more connections were given up too late", this.group, overruns.size() - MANY);
		}
	}

}
