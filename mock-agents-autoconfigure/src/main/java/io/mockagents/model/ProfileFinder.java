package io.mockagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.SameJson;
import org.jspecify.annotations.Nullable;

/**
 * Finds the SDK profile of a run's data, and brings the data to the form in which the
 * engine has it.
 */
public final class ProfileFinder {

	private final List<SdkProfile> candidates = new ArrayList<>(List.of(SdkProfile.values()));

	private @Nullable SdkProfile usual;

	private @Nullable Boolean oldest;

	/**
	 * Return the profile of the data: the usual one where several have its form,
	 * otherwise the oldest.
	 * @return the profile of the data
	 */
	public SdkProfile profile() {
		List<SdkProfile> fitting = this.candidates.stream()
			.filter((profile) -> this.oldest == null || this.oldest == (profile == SdkProfile.V0_2))
			.toList();
		if (fitting.isEmpty()) {
			fitting = this.candidates;
		}
		return (this.usual != null && fitting.contains(this.usual)) ? this.usual : fitting.get(0);
	}

	/**
	 * Set the profile that is preferred where several have the form of the data.
	 */
	public void usual(SdkProfile usual) {
		this.usual = usual;
	}

	/**
	 * Leave out the profiles that do not fit.
	 * @return whether any is left; if not, none was left out
	 */
	public boolean narrow(Predicate<SdkProfile> fits) {
		List<SdkProfile> fitting = this.candidates.stream().filter(fits).toList();
		return !fitting.isEmpty() && (this.candidates.size() == fitting.size() || this.candidates.retainAll(fitting));
	}

	/**
	 * Take what an agent or an item says of the SDK.
	 * @param oldest whether it is the oldest one, or {@code null} if it does not say
	 */
	public void told(@Nullable Boolean oldest) {
		this.oldest = (oldest != null) ? oldest : this.oldest;
	}

	public JsonObject frame(JsonObject data) {
		if (data.stringOrNull("type") == null) {
			throw new IllegalArgumentException("its data has no type");
		}
		JsonObject frame = null;
		JsonObject shaped = data;
		List<SdkProfile> fitting = new ArrayList<>();
		for (SdkProfile profile : this.candidates) {
			shaped = ResponseShapes.of(profile).event(data);
			if (SameJson.is(shaped, data)) {
				fitting.add(profile);
				frame = (frame != null) ? frame : shaped;
			}
		}
		if (frame == null) {
			throw new IllegalArgumentException("its data does not have the form of " + openai() + " for a '"
					+ data.string("type") + "': " + SameJson.difference("$.data", shaped, data)
					+ ". Runs of other releases can be compared, but not played");
		}
		this.candidates.retainAll(fitting);
		return frame;
	}

	private String openai() {
		return String.join(" or ", this.candidates.stream().map(SdkProfile::openai).toList());
	}

}
