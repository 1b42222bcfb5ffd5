package io.mockagents.test;

/**
 * The process dies here, as far as a run can tell. An {@link Error}, so that an
 * application which handles the failures of runs does not handle it.
 */
public final class SimulatedCrash extends Error {

	private static final long serialVersionUID = 1L;

	SimulatedCrash(CrashPoint point) {
		super("Simulated crash " + point);
	}

}
