package io.mockagents.redaction;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of fields, headers, variables and parameters that contain credentials, in any
 * spelling: {@code apiKey}, {@code X-Api-Key}, {@code OPENAI_API_KEY}.
 */
final class CredentialNames {

	private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\\d+");

	/**
	 * Found anywhere in a name, whatever the words around it.
	 */
	private static final Pattern ANYWHERE = Pattern
		.compile("password|passwd|pwd|passphrase|passcode|secret|credentials?$"
				+ "|api_?key|(access|private|signing|encryption|subscription|account|shared|license|storage|auth|service)_?key"
				+ "|(access|refresh|auth|session|bearer|id)_?token$|^(proxy_)?authorization$|^(set_)?cookies?$|connection_string");

	private static final Pattern TOKEN = Pattern.compile("(?:^|_)([a-z]+|\\d+)_token(?:_value|_header)?$");

	/**
	 * The words before "token" that make it one of a language model, of a page or of
	 * code.
	 */
	private static final Set<String> OTHER_TOKENS = Set.of("page", "next", "prev", "previous", "continuation", "cursor",
			"cancel", "cancellation", "eos", "bos", "pad", "unk", "sep", "cls", "mask", "stop", "start", "end", "begin",
			"first", "last", "per", "each", "special", "new", "single", "input", "output", "prompt", "completion",
			"current", "max", "min", "total", "text", "image", "audio", "cached", "reasoning", "delimiter", "reserved",
			"a", "by", "the", "this", "no", "one", "1", "sync", "word", "sub");

	private CredentialNames() {
	}

	/**
	 * Return whether a name is one of a credential.
	 * @param name the name, in any spelling
	 * @return whether it is
	 */
	static boolean contains(String name) {
		String words = words(name);
		if (ANYWHERE.matcher(words).find()) {
			return true;
		}
		Matcher token = TOKEN.matcher(words);
		return token.find() && !OTHER_TOKENS.contains(token.group(1));
	}

	/**
	 * Return the words of a name in lower case, with underscores between them.
	 */
	private static String words(String name) {
		StringBuilder words = new StringBuilder(name.length() + 4);
		Matcher word = WORD.matcher(name);
		while (word.find()) {
			words.append(words.isEmpty() ? "" : "_").append(word.group().toLowerCase(Locale.ROOT));
		}
		return words.toString();
	}

}
