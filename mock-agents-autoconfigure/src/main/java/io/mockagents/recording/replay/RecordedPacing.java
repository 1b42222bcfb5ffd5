package io.mockagents.recording.replay;

import java.time.Duration;

import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.loop.Pacing;

/**
 * Pauses as long as the recorded run did, or a fraction of it. Where the source does not
 * contain the pause, there is none.
 */
public final class RecordedPacing implements Pacing {

	private final ReplayModel model;

	private final double speed;

	/**
	 * Create the pace of one run.
	 * @param model plays the run
	 * @param speed how many times faster than recorded it goes, above 0
	 */
	public RecordedPacing(ReplayModel model, double speed) {
		if (!(speed > 0)) {
			throw new IllegalArgumentException("The speed must be above 0, but is " + speed);
		}
		this.model = model;
		this.speed = speed;
	}

	@Override
	public Duration pause(StreamEvent event, Duration scripted) {
		Duration pause = next();
		return isOwnOutput(event) ? Duration.ZERO : pause;
	}

	/**
	 * Return whether the application's tool has run for an output, and taken its time.
	 */
	private boolean isOwnOutput(StreamEvent event) {
		return event instanceof RunItemStreamEvent item && item.item() instanceof ToolCallOutputItem output
				&& output.rawItem().get("call_id") instanceof String callId && !this.model.hasResult(callId);
	}

	@Override
	public Duration pauseBeforeFailure(Duration scripted) {
		return next();
	}

	private Duration next() {
		Duration pause = this.model.nextPause();
		return (pause == null) ? Duration.ZERO : Duration.ofNanos(Math.round(pause.toNanos() / this.speed));
	}

}
