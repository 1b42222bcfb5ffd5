package io.mockagents.scenario;

import java.util.List;

import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;

/**
 * There is no scenario of a name.
 */
public class UnknownScenarioException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient List<String> validNames;

	private final @Nullable String nearest;

	/**
	 * Create an exception.
	 * @param name the name that was asked for
	 * @param validNames the names and aliases that there are
	 */
	public UnknownScenarioException(String name, List<String> validNames) {
		this(name, validNames, new NearestName(validNames).to(name));
	}

	private UnknownScenarioException(String name, List<String> validNames, @Nullable String nearest) {
		super("Unknown scenario '" + name + "'." + ((nearest != null) ? " Did you mean '" + nearest + "'?" : "")
				+ (validNames.isEmpty() ? " No scenarios are loaded"
						: " Valid names: " + String.join(", ", validNames)));
		this.name = name;
		this.validNames = List.copyOf(validNames);
		this.nearest = nearest;
	}

	/**
	 * Return the name that was asked for.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the names and aliases that there are.
	 * @return the names, sorted
	 */
	public List<String> validNames() {
		return this.validNames;
	}

	/**
	 * Return the valid name that is nearest.
	 * @return the name, or {@code null} if none is near
	 */
	public @Nullable String nearest() {
		return this.nearest;
	}

}
