package io.connectionmanager.engine.claims;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The keys of a group in the store: {@code group/member/pod-1/9f3c} and
 * {@code group/claim/market-feed}. Names are percent-encoded.
 */
public final class GroupKeys {

	/** A longer segment is cut, and made unique by a checksum. */
	private static final int LONGEST_SEGMENT = 160;

	private final String prefix;

	/**
	 * Creates the keys.
	 * @param group the name of the group
	 */
	public GroupKeys(String group) {
		this.prefix = segment(group) + "/";
	}

	/**
	 * Returns the prefix of all keys of the group.
	 * @return the prefix
	 */
	public String all() {
		return this.prefix;
	}

	/**
	 * Returns the prefix of the keys of members.
	 * @return the prefix
	 */
	public String members() {
		return this.prefix + "member/";
	}

	/**
	 * Returns the prefix of the keys of claims.
	 * @return the prefix
	 */
	public String claims() {
		return this.prefix + "claim/";
	}

	String claim(String connection) {
		return claims() + segment(connection);
	}

	String member(String memberId, String incarnation) {
		return members() + holder(memberId, incarnation);
	}

	String memberOf(String holder) {
		return members() + holder;
	}

	/** The last two segments of the key of a member, as claims name it. */
	static String holder(String memberId, String incarnation) {
		return segment(memberId) + "/" + incarnation;
	}

	/** The name of the member that a claim names. */
	static String memberIdOf(String holder) {
		int slash = holder.lastIndexOf('/');
		String segment = (slash < 0) ? holder : holder.substring(0, slash);
		try {
			return URLDecoder.decode(segment, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return segment;
		}
	}

	static String incarnationOf(String holder) {
		return holder.substring(holder.lastIndexOf('/') + 1);
	}

	private static String segment(String name) {
		String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
		if (encoded.length() <= LONGEST_SEGMENT) {
			return encoded;
		}
		CRC32 checksum = new CRC32();
		checksum.update(name.getBytes(StandardCharsets.UTF_8));
		String hash = "~%08x%08x".formatted(checksum.getValue(), name.hashCode());
		return encoded.substring(0, LONGEST_SEGMENT - hash.length()) + hash;
	}

}
