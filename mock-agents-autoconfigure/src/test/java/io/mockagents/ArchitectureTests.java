package io.mockagents;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the order of the packages, and what must not enter them.
 */
class ArchitectureTests {

	private static final String ROOT = ArchitectureTests.class.getPackageName();

	/**
	 * The packages below the root, each importing only those before it.
	 */
	private static final List<String> ORDER = List.of("agent", "json", "python", "model", "wire", "loop", "openai",
			"scenario.match", "scenario.yaml", "scenario.patch", "scenario", "redaction", "conversation", "recording",
			"recording.log", "recording.session", "recording.live", "recording.replay", "recording.compare",
			"recording.export", "mock", "autoconfigure", "actuate", "test");

	private static final int MOST_CLASSES = 30;

	/**
	 * The vocabulary of applications, Spring Boot's side of it, which it finds by name,
	 * and the vocabulary of tests.
	 */
	private static final Set<String> LARGE = Set.of(inPackage("agent"), inPackage("autoconfigure"), inPackage("test"));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void packageImportsOnlyPackagesBeforeIt() {
		LayeredArchitecture layers = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
		for (String name : ORDER) {
			layers = layers.optionalLayer(name).definedBy(inPackage(name));
		}
		for (int i = 0; i < ORDER.size(); i++) {
			String[] later = ORDER.subList(i + 1, ORDER.size()).toArray(String[]::new);
			layers = (later.length == 0) ? layers.whereLayer(ORDER.get(i)).mayNotBeAccessedByAnyLayer()
					: layers.whereLayer(ORDER.get(i)).mayOnlyBeAccessedByLayers(later);
		}
		layers.check(CLASSES);
	}

	@Test
	void everyPackageHasItsPlaceInTheOrder() {
		String[] known = ORDER.stream().map(ArchitectureTests::inPackage).toArray(String[]::new);
		classes().should().resideInAnyPackage(known).check(CLASSES);
	}

	@Test
	void packagesFormNoCircle() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void noPackageHasMoreThanThirtyClasses() {
		Map<String, Long> sizes = CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
		sizes.values().removeIf((size) -> size <= MOST_CLASSES);
		assertThat(sizes.keySet()).isSubsetOf(LARGE);
	}

	@Test
	void agentDependsOnJdkNullnessAndJacksonAnnotationsOnly() {
		classes().that()
			.resideInAPackage(inPackage("agent"))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(inPackage("agent"), "java..", "org.jspecify..", "com.fasterxml.jackson.annotation..")
			.check(CLASSES);
	}

	@Test
	void engineKnowsNoSpring() {
		noClasses().that()
			.resideInAnyPackage(inPackage("agent"), inPackage("json"), inPackage("python"), inPackage("model"),
					inPackage("wire"), inPackage("loop"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void nothingIsReactive() {
		DescribedPredicate<JavaClass> reactive = resideInAnyPackage("reactor..", "org.reactivestreams..",
				"io.reactivex..", "io.smallrye.mutiny..")
			.or(flow())
			.as("are reactive");
		noClasses().should().dependOnClassesThat(reactive).check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		TreeSet<String> unmarked = new TreeSet<>();
		for (JavaClass type : CLASSES) {
			JavaPackage owner = type.getPackage();
			if (!owner.isAnnotatedWith(NullMarked.class)) {
				unmarked.add(owner.getName());
			}
		}
		assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
	}

	@Test
	void namesOfBeansStartWithThatOfTheStarter() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.haveNameStartingWith("mockAgents")
			.because("a bean of the application may have any other name")
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> flow() {
		String name = Flow.class.getName();
		return DescribedPredicate.describe("in Flow",
				(type) -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
	}

	private static String inPackage(String name) {
		return ROOT + "." + name;
	}

}
