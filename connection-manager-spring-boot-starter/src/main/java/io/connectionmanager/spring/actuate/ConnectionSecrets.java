package io.connectionmanager.spring.actuate;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

/**
 * What a connection logs in with, to be found and masked where somebody has put it into
 * the message of an exception.
 */
public final class ConnectionSecrets {

	private static final String MASK = "******";

	/** A name so short may be part of any word; it is masked only where it is one. */
	private static final int SHORT = 4;

	/** Where {@link Masking} takes a value to end; the rest of it is left for here. */
	private static final Pattern END_OF_ASSIGNMENT = Pattern.compile("(?<=.)[\\s,;&)\\]}]");

	private final Optional<Pattern> pattern;

	private ConnectionSecrets(Set<String> usernames, Set<String> passwords) {
		Set<String> alternatives = new LinkedHashSet<>();
		usernames.forEach((username) -> alternatives.add(asWritten(username)));
		for (String password : passwords) {
			alternatives.add(Pattern.quote(password));
			Matcher end = END_OF_ASSIGNMENT.matcher(password);
			if (end.find()) {
				alternatives.add("(?<=\\*{6})" + Pattern.quote(password.substring(end.start())));
			}
		}
		// What is part of another comes behind it.
		this.pattern = alternatives.isEmpty() ? Optional.empty()
				: Optional.of(Pattern.compile(alternatives.stream()
					.sorted(Comparator.comparing(String::length).reversed())
					.collect(Collectors.joining("|"))));
	}

	private static String asWritten(String username) {
		String quoted = Pattern.quote(username);
		return (username.length() < SHORT) ? "(?<![\\p{L}\\p{Nd}])" + quoted + "(?![\\p{L}\\p{Nd}])" : quoted;
	}

	/**
	 * Collects what a connection logs in with.
	 * @param url where it connects to, with user-info or without
	 * @param username the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @return the secrets
	 */
	public static ConnectionSecrets of(Optional<URI> url, @Nullable String username, @Nullable String password) {
		Set<String> usernames = new LinkedHashSet<>();
		Set<String> passwords = new LinkedHashSet<>();
		add(usernames, username);
		add(passwords, password);
		url.ifPresent((uri) -> {
			addUserInfo(uri.getRawUserInfo(), usernames, passwords);
			addUserInfo(uri.getUserInfo(), usernames, passwords);
		});
		return new ConnectionSecrets(usernames, passwords);
	}

	private static void addUserInfo(@Nullable String userInfo, Set<String> usernames, Set<String> passwords) {
		if (userInfo != null) {
			int colon = userInfo.indexOf(':');
			add(usernames, (colon < 0) ? userInfo : userInfo.substring(0, colon));
			add(passwords, (colon < 0) ? null : userInfo.substring(colon + 1));
		}
	}

	private static void add(Set<String> secrets, @Nullable String secret) {
		if (secret != null && !secret.isBlank()) {
			secrets.add(secret);
		}
	}

	/**
	 * Masks these secrets, and what looks like one.
	 * @param text any text
	 * @return the text without its secrets
	 */
	public String mask(String text) {
		String masked = this.pattern.map((secrets) -> secrets.matcher(text).replaceAll(MASK)).orElse(text);
		return Masking.mask(masked);
	}

}
