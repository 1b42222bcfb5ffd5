package io.mockagents.test;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.test.CrashPoints.Points;
import io.mockagents.test.KitApplication.Desk;
import io.mockagents.test.KitApplication.Lookup;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CrashPoints}.
 */
@SpringBootTest(classes = KitApplication.class)
@MockAgentsTest
class CrashPointsTests {

	@Autowired
	private Desk desk;

	@Test
	void runDiesOnceAtEachPointAndTheScriptIsArmedAgain(AgentScript script, CrashPoints crashPoints) {
		script.onAnyMessage().callsTool("lookup_order", new Lookup("7")).answers("Here");
		Points points = crashPoints.during(() -> this.desk.ask("Where?"));
		assertThat(points.list()).extracting(CrashPoint::description)
			.startsWith("before the row AGENT_UPDATED of 'Triage'", "after the row AGENT_UPDATED of 'Triage'",
					"before the announcement of 'Triage', AGENT_UPDATED",
					"after the announcement of 'Triage', AGENT_UPDATED", "before turn 1 of 'Triage'")
			.contains("before tool lookup_order of 'Triage'", "after tool lookup_order of 'Triage'",
					"before turn 2 of 'Triage'")
			.hasSize(4 * 4 + 2 + 2);
		List<CrashPoint> died = new ArrayList<>();
		points.forEach((point) -> {
			died.add(point);
			PlayedRun crashed = script.lastRun();
			assertThat(crashed).failedWith(SimulatedCrash.class);
			assertThat(this.desk.ask("Where?")).isEqualTo("Here");
		});
		assertThat(died).isEqualTo(points.list());
	}

	@Test
	void actionThatSurvivesItsDeathIsReported(AgentScript script, CrashPoints crashPoints) {
		script.onAnyMessage().answers("Here").anyNumberOfTimes();
		Points points = crashPoints.during(() -> {
			try {
				this.desk.ask("Where?");
			}
			catch (SimulatedCrash ex) {
				// an application that handles what it must not
			}
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> points.forEach((point) -> {
		})).withMessageContaining("did not die at point 1").withMessageContaining("it caught the SimulatedCrash");
	}

}
