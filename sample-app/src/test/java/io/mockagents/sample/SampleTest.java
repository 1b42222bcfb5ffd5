package io.mockagents.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.context.annotation.Import;

/**
 * Gives a test of the running application a {@link SampleApi}, and writes what the test
 * saw under {@code target/validated_test_evidence}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@AutoConfigureRestTestClient
@Import({ SampleApi.class, PublishedEvents.class })
@ExtendWith(EvidenceExtension.class)
@ResourceLock(providers = ContextLock.class)
public @interface SampleTest {

}
