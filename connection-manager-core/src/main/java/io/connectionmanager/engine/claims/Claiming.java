package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveListener.Reason;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.engine.claims.GroupView.Known;
import io.connectionmanager.engine.claims.GroupView.Member;
import io.connectionmanager.engine.claims.Instruction.Apply;
import io.connectionmanager.engine.claims.Instruction.Granted;
import io.connectionmanager.engine.claims.Instruction.HandedOver;
import io.connectionmanager.engine.claims.Instruction.Lost;
import io.connectionmanager.engine.claims.Instruction.Notify;
import io.connectionmanager.engine.claims.OwnClaim.Phase;

/**
 * What this replica changes in the store, other than its own entry: it releases what it
 * no longer uses, deletes members that are dead, and claims what is available. One batch
 * of changes is under way at a time.
 */
final class Claiming {

	private static final int BATCH = 500;

	/** How long to make no changes after an unknown outcome, in nanoseconds. */
	private static final long PAUSE = 1_000_000_000;

	private final ExclusiveSettings settings;

	private final GroupKeys keys;

	private final Membership membership;

	private final GroupView view;

	private final Looks looks;

	private final Collection<OwnClaim> claims;

	private final Spread spread;

	private final Consumer<Instruction> out;

	/**
	 * What this replica holds in the store without a claim: a change has arrived late,
	 * after its manager was closed.
	 */
	private List<String> strays = List.of();

	/** What has not been answered; empty if nothing is under way. */
	private List<Sent> sent = List.of();

	/** Until when nothing is changed, by the ticker, or {@code null}. */
	private @Nullable Long pausesUntil;

	Claiming(ExclusiveSettings settings, GroupKeys keys, Membership membership, GroupView view, Looks looks,
			Collection<OwnClaim> claims, Spread spread, Consumer<Instruction> out) {
		this.settings = settings;
		this.keys = keys;
		this.membership = membership;
		this.view = view;
		this.looks = looks;
		this.claims = claims;
		this.spread = spread;
		this.out = out;
	}

	/** A change under way. */
	private sealed interface Sent {

		Change change();

	}

	private record Release(OwnClaim claim, ClaimEntry entry, Change change) implements Sent {
	}

	private record Claim(OwnClaim claim, ClaimEntry entry, Change change, long term, Optional<String> previous,
			Reason reason) implements Sent {
	}

	private record ReleaseStray(String key, ClaimEntry entry, Change change) implements Sent {
	}

	private record DeleteMember(String holder, Change change) implements Sent {
	}

	// Changing

	/** Makes the next batch of changes, unless one is under way. */
	void change(Moment now, boolean mayClaim) {
		if (!this.sent.isEmpty() || !this.view.isComplete() || isPausing(now.ticker())) {
			return;
		}
		List<Sent> batch = new ArrayList<>();
		for (OwnClaim claim : this.claims) {
			release(claim, batch, now.ticker());
		}
		releaseStrays(batch);
		if (this.membership.lease().isValid(now)) {
			this.view.members().forEach((holder, member) -> delete(holder, member, batch, now.ticker()));
			List<OwnClaim> available = available(now.ticker());
			if (!available.isEmpty()) {
				claim(available, mayClaim ? this.spread.room() : 0, mayClaim, batch, now);
			}
		}
		if (!batch.isEmpty()) {
			this.sent = (batch.size() > BATCH) ? List.copyOf(batch.subList(0, BATCH)) : batch;
			this.sent.forEach((each) -> pending(each, true));
			this.out.accept(new Apply(this.sent.stream().map(Sent::change).toList()));
		}
	}

	private boolean isPausing(long now) {
		Long until = this.pausesUntil;
		return until != null && now - until < 0;
	}

	private void release(OwnClaim claim, List<Sent> batch, long now) {
		if (claim.pending || claim.unknownSince > 0 || !claim.isOver()) {
			return;
		}
		Known known = this.view.claims().get(claim.key);
		boolean unused = claim.phase == Phase.NONE
				&& (!claim.use.wanted() || this.membership.isLeaving() || claim.standsBack(now));
		boolean over = unused || claim.phase == Phase.LETTING_GO;
		if (known != null && isOwn(known) && over) {
			batch.add(release(claim, known));
		}
		else if (claim.phase == Phase.LETTING_GO) {
			// An answer was lost, or somebody else has taken over.
			released(claim, now);
		}
	}

	private Release release(OwnClaim claim, Known known) {
		ClaimEntry free = known.entry().free();
		return new Release(claim, free, new Change.Replace(claim.key, known.version(), free.format()));
	}

	private void releaseStrays(List<Sent> batch) {
		for (String key : this.strays) {
			Known known = this.view.claims().get(key);
			if (known != null && isOwn(known) && this.claims.stream().noneMatch((claim) -> claim.key.equals(key))) {
				ClaimEntry free = known.entry().free();
				batch.add(new ReleaseStray(key, free, new Change.Replace(key, known.version(), free.format())));
			}
		}
		// Whatever comes of it is seen in the next look.
		this.strays = List.of();
	}

	private void delete(String holder, Member member, List<Sent> batch, long now) {
		if (member.isDead(now)) {
			batch.add(new DeleteMember(holder, new Change.Delete(this.keys.memberOf(holder), member.version())));
		}
	}

	/** Returns the claims that can be had, the preferred ones first. */
	private List<OwnClaim> available(long now) {
		List<OwnClaim> available = new ArrayList<>();
		for (OwnClaim claim : this.claims) {
			boolean possible = claim.use.wanted() && claim.phase == Phase.NONE && claim.use.token() == 0;
			if (!possible || claim.pending || claim.unknownSince > 0) {
				claim.availableSince = null;
			}
			else if (!isAvailable(claim, now)) {
				claim.availableSince = null;
			}
			else if (!claim.standsBack(now)) {
				claim.availableSince = (claim.availableSince != null) ? claim.availableSince : now;
				available.add(claim);
			}
		}
		available.sort(Comparator.comparingLong((OwnClaim claim) -> claim.score).reversed());
		return available;
	}

	private boolean isAvailable(OwnClaim claim, long now) {
		Known known = this.view.claims().get(claim.key);
		if (known == null || !known.entry().held() || isOwn(known)) {
			claim.orphanSince = null;
			return true;
		}
		if (this.view.isOrphan(known)) {
			claim.orphanSince = (claim.orphanSince != null) ? claim.orphanSince : now;
			return now - claim.orphanSince >= this.settings.takeoverDelay().toNanos();
		}
		if (!this.view.members().containsKey(known.entry().holder())) {
			// A second look has to confirm it.
			this.looks.wantMembers();
		}
		claim.orphanSince = null;
		claim.standBackUntil = null;
		claim.unwantedSince = null;
		return false;
	}

	private void claim(List<OwnClaim> available, int room, boolean mayClaim, List<Sent> batch, Moment now) {
		int left = room;
		Set<OwnClaim> beyond = (mayClaim && left < available.size()) ? this.spread.beyondShare(available) : Set.of();
		for (OwnClaim claim : available) {
			Known known = this.view.claims().get(claim.key);
			boolean ignored = claim.availableSince != null
					&& now.ticker() - claim.availableSince >= this.settings.leaseDuration().toNanos();
			boolean given = left <= 0 && beyond.contains(claim);
			if (mayClaim && (left > 0 || given || ignored)) {
				claim.givenSince = given ? this.view.membersChangedAt() : null;
				// Nobody has taken it while this replica stood back, or while it had no
				// room.
				if (claim.standBackUntil != null || left <= 0 && !given) {
					claim.unwantedSince = this.view.membersChangedAt();
				}
				left--;
				batch.add(claim(claim, known, now));
			}
			else if (mayClaim && known != null && isOwn(known) && claim.isOver()) {
				batch.add(release(claim, known));
			}
		}
	}

	private Claim claim(OwnClaim claim, @Nullable Known known, Moment now) {
		long epoch = ClaimEntry.nextEpoch((known != null) ? known.entry().epoch() : 0, now);
		ClaimEntry entry = new ClaimEntry(epoch, this.membership.holder(), true);
		Change change = (known != null) ? new Change.Replace(claim.key, known.version(), entry.format())
				: new Change.Create(claim.key, entry.format());
		Reason reason = (known == null) ? Reason.FIRST
				: (known.entry().held() && !isOwn(known)) ? Reason.EXPIRED : Reason.RELEASED;
		Optional<String> previous = Optional.ofNullable(known).map((it) -> GroupKeys.memberIdOf(it.entry().holder()));
		return new Claim(claim, entry, change, this.membership.lease().term(), previous, reason);
	}

	private boolean isOwn(Known known) {
		return known.entry().held() && known.entry().holder().equals(this.membership.holder());
	}

	private static void pending(Sent sent, boolean pending) {
		if (sent instanceof Claim claim) {
			claim.claim().pending = pending;
		}
		else if (sent instanceof Release release) {
			release.claim().pending = pending;
		}
	}

	// Answers

	/** All claims were looked at. */
	void listed() {
		Set<String> keys = new HashSet<>();
		this.claims.forEach((claim) -> keys.add(claim.key));
		List<String> strays = new ArrayList<>();
		this.view.claims().forEach((key, known) -> {
			if (isOwn(known) && !keys.contains(key)) {
				strays.add(key);
			}
		});
		this.strays = strays;
	}

	void answered(@Nullable List<Result> results, Moment now) {
		List<Sent> sent = this.sent;
		this.sent = List.of();
		for (int i = 0; i < sent.size(); i++) {
			pending(sent.get(i), false);
			Result result = (results != null) ? results.get(i) : null;
			if (result instanceof Result.Done done) {
				done(sent.get(i), done.version(), now);
			}
			else {
				this.looks.hint();
				notDone(sent.get(i), result != null, now.ticker());
			}
		}
		// A store that fails at once is not asked again at once.
		this.pausesUntil = (results == null) ? Long.valueOf(now.ticker() + PAUSE) : null;
	}

	/** A conflict, or an unknown outcome: a look has to show what happened. */
	private void notDone(Sent sent, boolean conflict, long now) {
		long order = Math.max(this.view.order(), 1);
		if (sent instanceof Claim claim) {
			claim.claim().unknownSince = order;
		}
		else if (sent instanceof Release release) {
			release.claim().unknownSince = order;
		}
		else if (conflict && sent instanceof DeleteMember delete) {
			this.view.changed(delete.holder(), now);
		}
	}

	private void done(Sent sent, long version, Moment now) {
		if (sent instanceof DeleteMember delete) {
			this.view.deleted(delete.holder(), now.ticker());
		}
		else if (sent instanceof ReleaseStray release) {
			this.view.learned(release.key(), version, release.entry());
		}
		else if (sent instanceof Release release) {
			this.view.learned(release.claim().key, version, release.entry());
			if (release.claim().phase == Phase.LETTING_GO) {
				released(release.claim(), now.ticker());
			}
		}
		else if (sent instanceof Claim claim) {
			this.view.learned(claim.claim().key, version, claim.entry());
			granted(claim, now);
		}
	}

	private void granted(Claim sent, Moment now) {
		OwnClaim claim = sent.claim();
		Lease lease = this.membership.lease();
		// Otherwise it counts as held in the store, and is claimed again or released.
		if (lease.isValid(now) && lease.term() == sent.term() && claim.phase == Phase.NONE && claim.use.wanted()
				&& claim.use.token() == 0) {
			claim.grant(sent.entry().epoch(), lease.term(), now.ticker());
			this.out.accept(new Granted(claim.name, claim.token, sent.previous(), sent.reason()));
			this.out.accept(new Notify(claim));
		}
	}

	private void released(OwnClaim claim, long now) {
		claim.phase = Phase.NONE;
		if (claim.cause == Cause.HANDED_OVER || claim.cause == Cause.YIELDED) {
			// Long enough for another member to look and to claim it.
			claim.standBackUntil = now + Math.max(this.settings.renewInterval().toNanos(), 2 * this.looks.poll());
		}
		this.out.accept(new Lost(claim.name, claim.token, claim.cause));
		this.out.accept(new Notify(claim));
		if (claim.handOverRequested) {
			claim.handOverRequested = false;
			this.out.accept(new HandedOver(claim, true));
		}
	}

	/** When something will be possible that is not possible now, or a later time. */
	long wakeAt(long latest, long now) {
		long at = latest;
		for (OwnClaim claim : this.claims) {
			at = future(at, claim.standBackUntil, 0, now);
			at = future(at, claim.availableSince, this.settings.leaseDuration().toNanos(), now);
			at = future(at, claim.orphanSince, this.settings.takeoverDelay().toNanos(), now);
			at = future(at, claim.yieldsFrom(), claim.yieldAfter, now);
			if (claim.phase != Phase.HELD && claim.use.isOver() && !claim.isOver()) {
				// To be released when the manager has seen it.
				at = now;
			}
		}
		at = future(at, this.pausesUntil, 0, now);
		return Times.earlierInFuture(at, this.spread.settledAt(), now);
	}

	private static long future(long latest, @Nullable Long from, long delay, long now) {
		return (from != null) ? Times.earlierInFuture(latest, from + delay, now) : latest;
	}

}
