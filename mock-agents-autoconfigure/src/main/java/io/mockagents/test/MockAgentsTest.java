package io.mockagents.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * Mocks the agents of a Spring Boot test, beside {@code @SpringBootTest} or a slice: no
 * pauses, no log file, a fixed seed, strict, no built-in scenarios, and no live model.
 * Test, {@code @BeforeEach} and {@code @AfterEach} methods may have an
 * {@link AgentScript} parameter, which scripts the model for this test alone, also where
 * tests of one context run at the same time.
 *
 * <pre>{@code
 * &#64;SpringBootTest

 * &#64;MockAgentsTest
 * class HelpdeskTests {
 *
 *
&#64;Test
 *     void answers(@Autowired Helpdesk helpdesk, AgentScript script) {
 *         script.onMessage(containing("parcel")).answers("It is on its way");
 *         ...
 *         assertThat(script.lastRun()).isCompleted();
 *     }
 * }
 * }</pre>
 * <p>
 * A property that the test sets, {@code OPENAI_MOCK_CONFIGS} included, goes before these
 * settings, and these go before all other properties. The variable
 * {@code OPENAI_MOCK_CONFIGS} of the machine is ignored. Inherited, and found on
 * enclosing classes and as a meta-annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(MockAgentsExtension.class)
@ImportAutoConfiguration
@TestPropertySource(properties = MockAgentsTest.MARKER)
public @interface MockAgentsTest {

	/**
	 * The HTTP header that names the test to which a request belongs. {@code MockMvc},
	 * {@code RestTestClient} and {@code TestRestTemplate} beans send it by themselves.
	 */
	String HEADER = TestIdentity.HEADER;

	/**
	 * The property that marks the contexts of kit tests.
	 */
	String MARKER = "mock-agents.test.enabled=true";

	/**
	 * The version of the SDK whose data is produced: {@code mock-agents.sdk-profile}.
	 * @return the profile, {@code latest} or a release; empty for the application's own
	 */
	String profile() default "";

	/**
	 * Whether runs pause between their events: {@code mock-agents.delays.enabled}.
	 * @return whether they do
	 */
	boolean delays() default false;

	/**
	 * Whether a run that no script, recording or rule is for fails, and arguments have to
	 * fit the schemas of tools: {@code mock-agents.strict}.
	 * @return whether they do
	 */
	boolean strict() default true;

	/**
	 * The seed of everything random: {@code mock-agents.seed}. Each test counts its runs
	 * from the first.
	 * @return the seed
	 */
	long seed() default 42;

}
