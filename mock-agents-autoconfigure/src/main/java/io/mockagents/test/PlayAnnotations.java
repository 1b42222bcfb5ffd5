package io.mockagents.test;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents.Forced.Kind;
import io.mockagents.mock.RunOwner.OwnedPlay;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Reads from annotations what the runs of a test play that no script fits.
 */
final class PlayAnnotations {

	private PlayAnnotations() {
	}

	/**
	 * Return what the annotations of a test say.
	 * @param elements the method, its class, and the enclosing classes, in this order;
	 * the first that says something decides
	 * @return returns what a run plays, or {@code null} if none is annotated
	 * @throws IllegalStateException if an element has two such annotations
	 */
	static @Nullable Function<RunRequest, @Nullable OwnedPlay> find(List<? extends AnnotatedElement> elements) {
		for (AnnotatedElement element : elements) {
			List<Function<RunRequest, @Nullable OwnedPlay>> found = of(element);
			if (found.size() > 1) {
				throw new IllegalStateException(
						element + " has several annotations of @PlayScenario, @PlayRecording, @PlaySession and "
								+ "@AutomaticAnswers. Leave one");
			}
			if (!found.isEmpty()) {
				return found.get(0);
			}
		}
		return null;
	}

	private static List<Function<RunRequest, @Nullable OwnedPlay>> of(AnnotatedElement element) {
		List<Function<RunRequest, @Nullable OwnedPlay>> found = new ArrayList<>();
		AnnotationSupport.findAnnotation(element, PlayScenario.class)
			.ifPresent((play) -> found.add(named(Kind.SCENARIO, play.value(), "@PlayScenario")));
		AnnotationSupport.findAnnotation(element, PlayRecording.class)
			.ifPresent((play) -> found.add(named(Kind.RECORDING, play.value(), "@PlayRecording")));
		AnnotationSupport.findAnnotation(element, PlaySession.class)
			.ifPresent((play) -> found.add(named(Kind.SESSION, play.value(), "@PlaySession")));
		AnnotationSupport.findAnnotation(element, AutomaticAnswers.class)
			.ifPresent((automatic) -> found.add((request) -> new OwnedPlay.OfAnswers("automatic answers",
					new AutomaticModel(automatic.seed())::answer, "@AutomaticAnswers")));
		return found;
	}

	private static Function<RunRequest, @Nullable OwnedPlay> named(Kind kind, String name, String annotation) {
		OwnedPlay play = new OwnedPlay.Named(kind, name, annotation);
		return (request) -> play;
	}

}
