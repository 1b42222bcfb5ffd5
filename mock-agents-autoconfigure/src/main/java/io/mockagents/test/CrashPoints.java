package io.mockagents.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolFunction;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets the runs of a test die at each place in turn: before and after each row is stored,
 * before and after each event is announced, before and after each function tool, and
 * before each request to the model. A parameter as {@link AgentScript} is.
 */
public final class CrashPoints {

	private final RunningTest test;

	CrashPoints(RunningTest test) {
		this.test = test;
	}

	/**
	 * Run an action once unharmed, and list the points at which its runs can die.
	 * @param action the action, which has to do the same each time
	 * @return the points
	 */
	public Points during(Runnable action) {
		Crashing listing = new Crashing(0);
		this.test.decorate(listing);
		try {
			action.run();
		}
		finally {
			this.test.undecorate(listing);
		}
		if (listing.reached.isEmpty()) {
			throw new AssertionError("The action has no run of an agent in which it could die");
		}
		return new Points(action, List.copyOf(listing.reached));
	}

	/**
	 * The points of an action.
	 */
	public final class Points {

		private final Runnable action;

		private final List<CrashPoint> points;

		private Points(Runnable action, List<CrashPoint> points) {
			this.action = action;
			this.points = points;
		}

		/**
		 * Return the points.
		 * @return the points, in the order in which they are reached
		 */
		public List<CrashPoint> list() {
			return this.points;
		}

		/**
		 * Run the action once for each point, with the scripts armed again, and die
		 * there.
		 * @param afterwards called after each death, with the scripts armed again; lets
		 * the application recover and checks what it lost
		 * @throws AssertionError if the action did not die at a point
		 */
		public void forEach(Consumer<CrashPoint> afterwards) {
			for (CrashPoint point : this.points) {
				die(point);
				CrashPoints.this.test.rearm();
				afterwards.accept(point);
			}
		}

		private void die(CrashPoint point) {
			CrashPoints.this.test.rearm();
			Crashing crashing = new Crashing(point.number());
			CrashPoints.this.test.decorate(crashing);
			try {
				this.action.run();
			}
			catch (SimulatedCrash ex) {
				return;
			}
			finally {
				CrashPoints.this.test.undecorate(crashing);
			}
			throw new AssertionError(
					"The action did not die at point " + point + (crashing.dead ? ": it caught the SimulatedCrash"
							: ": it was not reached. The action has to do the same each time"));
		}

	}

	/**
	 * Counts the points of runs, and dies at one of them. Afterwards nothing is written.
	 */
	private static final class Crashing implements RunningTest.RunDecorator {

		private final int deadly;

		private final List<CrashPoint> reached = new ArrayList<>();

		private volatile boolean dead;

		/**
		 * Create the decorator.
		 * @param deadly the number of the point at which to die, or 0 for none
		 */
		Crashing(int deadly) {
			this.deadly = deadly;
		}

		synchronized void reach(String description) {
			if (this.dead) {
				return;
			}
			CrashPoint point = new CrashPoint(this.reached.size() + 1, description);
			this.reached.add(point);
			if (point.number() == this.deadly) {
				this.dead = true;
				throw new SimulatedCrash(point);
			}
		}

		@Override
		public RunPlan.Ready decorate(PlayedRun run, RunPlan.Ready plan) {
			String agent = " of '" + run.runRequest().startingAgent().name() + "'";
			List<RunListener> listeners = new ArrayList<>();
			listeners.add(new Point("before the announcement" + agent));
			plan.listeners().forEach((listener) -> listeners.add(new Mortal(listener)));
			listeners.add(new Point("after the announcement" + agent));
			return new RunPlan.Ready(plan.info(), new MortalModel(plan.model(), agent), plan.profile(), plan.pacing(),
					plan.pauses(), journal(plan.journal(), agent), listeners, plan.toolExecutor(), plan.clock());
		}

		private RunJournal journal(RunJournal journal, String agent) {
			return (event) -> {
				EventType type = EventType.of(event);
				if (type == null || this.dead) {
					return this.dead ? null : journal.append(event);
				}
				reach("before the row " + type + agent);
				Integer row = journal.append(event);
				reach("after the row " + type + agent);
				return row;
			};
		}

		/**
		 * A point among the listeners.
		 */
		private final class Point implements RunListener {

			private final String description;

			Point(String description) {
				this.description = description;
			}

			@Override
			public void onEvent(RunEvent event) {
				EventType type = EventType.of(event.event());
				if (type != null) {
					reach(this.description + ", " + type);
				}
			}

		}

		/**
		 * A listener that is called no more after the death.
		 */
		private final class Mortal implements RunListener {

			private final RunListener listener;

			Mortal(RunListener listener) {
				this.listener = listener;
			}

			@Override
			public void onEvent(RunEvent event) {
				if (!Crashing.this.dead) {
					this.listener.onEvent(event);
				}
			}

			@Override
			public void onCancel(RunInfo run) {
				if (!Crashing.this.dead) {
					this.listener.onCancel(run);
				}
			}

			@Override
			public void onEnd(RunInfo run, @Nullable Throwable failure) {
				if (!Crashing.this.dead || this.listener instanceof RunningTest.JournalListener) {
					this.listener.onEnd(run, failure);
				}
			}

		}

		/**
		 * Dies before requests, and before and after tools.
		 */
		private final class MortalModel extends ForwardingModel {

			private final String agent;

			MortalModel(Model model, String agent) {
				super(model);
				this.agent = agent;
			}

			@Override
			public ModelStream stream(ModelRequest request) {
				reach("before turn " + request.turn() + this.agent);
				return super.stream(request);
			}

			@Override
			public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
				KnownCall known = super.knownCall(call, tool);
				FunctionTool run = known.tool();
				return (run != null) ? new KnownCall(known.result(), mortal(run), known.details(),
						known.outputDetails(), known.scripted()) : known;
			}

			private FunctionTool mortal(FunctionTool tool) {
				ToolFunction function = (context, arguments) -> {
					reach("before tool " + tool.name() + this.agent);
					Object output = tool.function().invoke(context, arguments);
					reach("after tool " + tool.name() + this.agent);
					return output;
				};
				return new FunctionTool(tool.name(), tool.description(), tool.paramsJsonSchema(),
						tool.strictJsonSchema(), function, tool.failureErrorFunction(), tool.timeout(),
						tool.timeoutBehavior(), tool.needsApproval(), tool.agent(), tool.inputGuardrails(),
						tool.outputGuardrails());
			}

		}

	}

}
