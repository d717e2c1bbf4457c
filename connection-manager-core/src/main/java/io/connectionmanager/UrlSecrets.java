package io.connectionmanager;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a URL has its secrets. It may be malformed: a delimiter that should have been
 * encoded is taken as part of the secret.
 */
final class UrlSecrets {

	private static final Pattern PARAMETER = Pattern.compile("(?<=[?&;#])([^=&;#?\\s]++=)([^&]++)");

	/** A shorter value may be part of any text. */
	private static final int SHORT = 8;

	private UrlSecrets() {
	}

	/**
	 * Masks user-info without the slashes before it, and the whole values of secret
	 * parameters.
	 */
	static String mask(String url) {
		int at = url.contains("://") ? -1 : url.lastIndexOf('@');
		String masked = (at > 0) ? Masking.MASK + url.substring(at) : url;
		return PARAMETER.matcher(masked)
			.replaceAll((parameter) -> Matcher
				.quoteReplacement(isSecret(parameter) ? parameter.group(1) + Masking.MASK : parameter.group()));
	}

	private static boolean isSecret(MatchResult parameter) {
		return TextSecrets.isSecretParameter(parameter.group(1));
	}

	/** Returns the user-info of a URI as written, and decoded. */
	static List<String> userInfo(URI uri) {
		List<String> all = new ArrayList<>();
		if (uri.isOpaque()) {
			// The slashes were forgotten.
			add(all, beforeHost(uri.getRawSchemeSpecificPart()), beforeHost(uri.getSchemeSpecificPart()));
		}
		else if (uri.getRawUserInfo() == null) {
			// The hosts may be several, or have names that are not those of servers.
			add(all, beforeHost(uri.getRawAuthority()), beforeHost(uri.getAuthority()));
		}
		else {
			add(all, uri.getRawUserInfo(), uri.getUserInfo());
		}
		return all;
	}

	private static void add(List<String> all, @Nullable String raw, @Nullable String decoded) {
		if (raw != null) {
			all.add(raw);
		}
		if (decoded != null) {
			all.add(decoded);
		}
	}

	private static @Nullable String beforeHost(@Nullable String text) {
		int at = (text != null) ? text.lastIndexOf('@') : -1;
		return (text != null && at > 0) ? text.substring(0, at) : null;
	}

	/** Returns the values of secret parameters as written, and decoded. */
	static List<String> parameters(URI uri) {
		List<String> values = new ArrayList<>();
		// In a valid URI, a fragment ends the query, and may have parameters of its own.
		PARAMETER.matcher(uri.toString().replace('#', '&'))
			.results()
			.filter((parameter) -> isSecret(parameter) && parameter.group(2).length() >= SHORT)
			.forEach((parameter) -> {
				values.add(parameter.group(2));
				// The URI is valid, and with it each escape.
				values.add(URLDecoder.decode(parameter.group(2), StandardCharsets.UTF_8));
			});
		return values;
	}

}
