package io.mockagents.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonWalk;

/**
 * Takes credentials out of texts that are stored, logged or shown: the messages of
 * failures quote headers, keys and addresses.
 */
public final class Secrets {

	/**
	 * The text that replaces a credential.
	 */
	public static final String HIDDEN = "***";

	// Unlike words and names in code, keys have digits, capitals or many letters in a row
	private static final Pattern API_KEY = Pattern.compile("\\b(sk|sess|gh[pousr]|github_pat|xox[abprs])([-_])"
			+ "(?:(?=[\\w-]*[0-9A-Z*])[\\w*-]{6,}|(?<=-)[a-z]{8,}(?![\\w-]))");

	private static final Pattern TOKEN = Pattern
		.compile("\\b(?:(eyJ)[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*|(AKIA)[0-9A-Z]{16}\\b|(AIza)[\\w-]{30,})");

	private static final Pattern PRIVATE_KEY = Pattern
		.compile("(-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)[\\w\\s+/=\\\\]{4,}+");

	private static final Pattern BEARER = Pattern
		.compile("\\b((?i:bearer))\\s+(?=\\S*?(?:[0-9_~+*=]|[a-z][A-Z])|[\\w.~+*-]{20})[\\w.~+/*-]{8,}=*");

	private static final Pattern BASIC = Pattern.compile("\\b((?i:basic))\\s+([\\w+/-]{6,}=*)");

	private static final Pattern HEADER = Pattern
		.compile("\\b((?i:authorization)[\"']?\\s*[=:]\\s*[\"']?(?i:basic|token|digest|negotiate)\\s+)[^\\s\"',;]+");

	/** Keys of vendors, by the prefixes that scanners of secrets look for. */
	private static final Pattern VENDOR_KEY = Pattern.compile("\\b(" + String.join("|",
			// GitLab, Hugging Face, npm, PyPI, Shopify, DigitalOcean, Grafana, Notion
			"gl(?:pat|ptt|dt|rt|cbt|ft|imt|agent|soat|ffct)-", "gloas-", "GR1348941", "hf_", "api_org_", "npm_",
			"pypi-", "shp(?:at|ca|pa|ss)_", "do[opr]_v1_", "glc_", "glsa_", "ntn_",
			// Perplexity, Pulumi, Prefect, ReadMe, RubyGems, Sentry, Brevo, SendGrid,
			// Vault, Doppler, Dynatrace
			"pplx-", "pnu_", "rdme_", "rubygems_", "sntry[su]_", "xkeysib-", "xsmtpsib-", "SG\\.", "hv[sbr]\\.",
			"dp\\.(?:pt|st|ct|sa|scim|audit)\\.", "dt0[a-z]\\d\\d\\.",
			// EasyPost, Artifactory, Alibaba, Linear, PlanetScale, Postman, New Relic,
			// Typeform, SettleMint, Shippo
			"EZ[AT]K", "AKCp", "cmVmd", "LTAI", "lin_(?:api|oauth)_", "pscale_(?:tkn|oauth|pw)_", "PMAK-",
			"NR(?:AK|II|JS|AA|RA)-", "tfp_", "sm_[aps]at_", "shippo_(?:live|test)_",
			// Sourcegraph, Square, Stripe, Slack, Atlassian, Google, 1Password, age,
			// Bedrock, Duffel, Fly.io, Figma
			"sgp_", "sq0[a-z]{3}-", "EAAA", "EAA[MC]", "rk_(?:live|test|prod)_", "whsec_", "xapp-", "xoxe[.-]",
			"ATATT3", "ATCTT3", "ATBB", "GOCSPX-", "ya29\\.", "ops_eyJ", "AGE-SECRET-KEY-1", "ABSK", "bedrock-api-key-",
			"duffel_(?:test|live)_", "fo1_", "fm[12][ar]?_", "figd_",
			// Flutterwave, Frame.io, Infracost, Scalingo, Heroku, Clojars, Adobe, Defined
			// Networking, Yandex, OpenShift
			"FLW(?:SECK|PUBK)(?:_TEST)?-", "fio-u-", "tk-us-", "HRKU-", "CLOJARS_", "p8e-", "dnkey-", "AQVN", "sha256~")
			+ ")(?=[A-Za-z~+/=-]*[0-9]|[a-z~+/=-]*[A-Z])[A-Za-z0-9](?:[A-Za-z0-9~+/=-]|[._](?=[A-Za-z0-9])){13,}+");

	/** Keys that are recognized by their length too. */
	private static final Pattern FIXED_KEY = Pattern.compile("\\b(?:(dapi)[a-f0-9]{32}(?:-\\d)?\\b"
			+ "|((?:pub)?key-|ico-|pul-)[a-zA-Z0-9]{32,40}\\b|(SK)[0-9a-fA-F]{32}\\b|(A3T[A-Z0-9]|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b"
			+ "|(A3-)[A-Z0-9]{6}-[A-Z0-9-]{20,}\\b|(\\d{5,16}:A)[\\w-]{34}\\b|(v1\\.0-)[a-f0-9]{24}-[a-f0-9]{146}\\b"
			+ "|()[A-Za-z0-9_~.]{3}\\dQ~[A-Za-z0-9_~.-]{31,34})");

	private static final Pattern HOOK = Pattern.compile(
			"(hooks\\.slack\\.com/(?:services|workflows|triggers)/|\\.webhook\\.office\\.com/webhookb2/)[\\w@/+-]{20,}+");

	private static final Pattern COOKIES = Pattern
		.compile("\\b((?i:(?:set-)?cookie2?)[\"']?\\h*[=:]\\h*[\"']?)[\\w!#$%&*+.^`|~-]+=[^\"'\\r\\n]*+");

	private static final Pattern ELEMENT = Pattern
		.compile("<([A-Za-z][\\w.:-]{1,80}+)((?:\\s[^<>]{0,200}+)?>)[^<>]++</\\1>");

	private static final Pattern ATTRIBUTE = Pattern
		.compile("((?i:key|name)\\s*=\\s*[\"']([\\w.:-]{2,80}+)[\"']\\s+(?i:value)\\s*=\\s*[\"'])[^\"'<>]++");

	private static final Pattern PAIR = Pattern
		.compile("([\"'](?:name|key|header|field)\\\\*[\"']\\s*:\\s*\\\\*[\"']([\\w.-]{2,80}+)\\\\*[\"']\\s*,"
				+ "\\s*\\\\*[\"']value\\\\*[\"']\\s*:\\s*\\\\*[\"'])[^\"'\\\\\\r\\n]++");

	private static final Pattern COMMAND_LINE_USER = Pattern
		.compile("(\\bcurl\\b[^\\r\\n]{0,300}?\\s(?:-u|--user)[=\\s]\\s*[\"']?[^\\s:\"']+:)[^\\s\"']+");

	private static final Set<String> PAIR_NAMES = Set.of("name", "key", "header", "field");

	private static final String NAME = "(?<!\\w)([A-Za-z_][\\w.-]{1,80}+)";

	private static final Pattern QUOTED = Pattern
		.compile(NAME + "(\\\\*[\"']?\\s*:?[=:]\\s*\\\\*[\"'])[^\"'\\\\\\r\\n]++");

	private static final Pattern ASSIGNMENT = Pattern
		.compile(NAME + "(\\\\*[\"']?\\h*:?[=:]\\h*)([^\\s\"'&,;})\\]]++)(?=(,?\\h+[^\\s:=]+(?:[\\s,.;!?]|$))?)");

	private static final Pattern WORD_OF_CODE = Pattern
		.compile("(?i)(?:null|none|nil|undefined|true|false|yes|no|str|string|text|bytes|char|int|integer|number"
				+ "|bool|boolean|any|object|optional|required|missing|empty)\\??");

	private static final Pattern USER_INFO = Pattern.compile("(://[^\\s:/@]+:)[^\\s/@]+@");

	private Secrets() {
	}

	/**
	 * Return a text without the credentials that can be recognized by their form.
	 * Ordinary sentences and code that only speak of credentials stay as they are.
	 * @param text the text
	 * @return the text, with asterisks in their place
	 */
	public static String hide(String text) {
		String hidden = API_KEY.matcher(text).replaceAll("$1$2" + HIDDEN);
		hidden = TOKEN.matcher(hidden).replaceAll("$1$2$3" + HIDDEN);
		hidden = VENDOR_KEY.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = FIXED_KEY.matcher(hidden).replaceAll("$1$2$3$4$5$6$7" + HIDDEN);
		hidden = HOOK.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = PRIVATE_KEY.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = BEARER.matcher(hidden).replaceAll("$1 " + HIDDEN);
		hidden = HEADER.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = BASIC.matcher(hidden).replaceAll((found) -> isUserAndPassword(found.group(2)) ? "$1 " + HIDDEN : "$0");
		hidden = COOKIES.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = COMMAND_LINE_USER.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = PAIR.matcher(hidden).replaceAll((found) -> isNamedBy(found.group(2)) ? "$1" + HIDDEN : "$0");
		hidden = ELEMENT.matcher(hidden)
			.replaceAll((found) -> isNamedBy(found.group(1)) ? "<$1$2" + HIDDEN + "</$1>" : "$0");
		hidden = ATTRIBUTE.matcher(hidden).replaceAll((found) -> isNamedBy(found.group(2)) ? "$1" + HIDDEN : "$0");
		hidden = QUOTED.matcher(hidden).replaceAll((found) -> isNamedBy(found.group(1)) ? "$1$2" + HIDDEN : "$0");
		hidden = ASSIGNMENT.matcher(hidden).replaceAll((found) -> isCredential(found) ? "$1$2" + HIDDEN : "$0");
		return USER_INFO.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
	}

	/**
	 * Whether a word is what stands for a user and a password, and no ordinary word.
	 */
	private static boolean isUserAndPassword(String word) {
		String base64 = word.replace('-', '+').replace('_', '/').replace("=", "");
		byte[] decoded = (base64.length() % 4 != 1) ? Base64.getDecoder().decode(base64) : new byte[0];
		return new String(decoded, StandardCharsets.UTF_8).matches("[^\\p{Cntrl}\\uFFFD:]*:[^\\p{Cntrl}\\uFFFD]*");
	}

	/**
	 * Whether what is assigned to the name of a credential is one: as a rule where no
	 * space is around the sign, as in addresses and on command lines; otherwise if it
	 * looks like one, or stands alone.
	 */
	private static boolean isCredential(MatchResult found) {
		String name = found.group(1);
		String value = found.group(3);
		if (!isNamedBy(name)) {
			return false;
		}
		String last = name.substring(name.lastIndexOf('.') + 1);
		if (WORD_OF_CODE.matcher(value).matches() || value.matches("[=$<({\\[%\\\\].*|.*[(\\[<].*")
				|| (name.toLowerCase(Locale.ROOT).endsWith("pwd") && value.startsWith("/"))
				|| value.equalsIgnoreCase(name) || value.equalsIgnoreCase(last)
				|| value.toLowerCase(Locale.ROOT).endsWith("." + last.toLowerCase(Locale.ROOT))) {
			return false;
		}
		if (found.group(2).equals("=")) {
			return true;
		}
		boolean alone = found.group(4) == null && !value.matches(".*[.!?:]");
		return value.length() >= 4
				&& (value.matches("\\d{6,}|.*[A-Za-z].*\\d.*|.*\\d.*[A-Za-z].*|.*[@#^*~+$&!].+|.*[a-z][A-Z].*")
						|| alone);
	}

	/**
	 * Return whether a field is one that contains a credential, by its name.
	 * @param field the name of the field
	 * @return whether it is
	 */
	public static boolean isNamedBy(String field) {
		return CredentialNames.contains(field);
	}

	/**
	 * Return an object whose texts are without credentials.
	 * @param object the object
	 * @return the object, with asterisks in their place
	 */
	public static JsonObject hideIn(JsonObject object) {
		return JsonWalk.mapTexts(object,
				(owner, key,
						text) -> (owner != null && key != null
								&& (isNamedBy(key) || (key.equals("value") && isPairOfCredential(owner)))) ? HIDDEN
										: hide(text));
	}

	/**
	 * Return whether an object names a credential and has it as its {@code value}, as
	 * lists of headers and of variables do.
	 * @param object the object
	 * @return whether its {@code value} is a credential
	 */
	public static boolean isPairOfCredential(JsonObject object) {
		return object.containsKey("value")
				&& PAIR_NAMES.stream().anyMatch((name) -> object.get(name) instanceof String named && isNamedBy(named));
	}

}
