package com.example.helpdesk;

import io.mockagents.test.AgentScript;
import io.mockagents.test.MockAgentsTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.mockagents.test.AgentScript.containing;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first test of the page on testing.
 */
@SpringBootTest
@MockAgentsTest
class FirstTests {

	@Autowired
	Helpdesk helpdesk;

	@Test
	void answers(AgentScript script) {
		script.onMessage(containing("parcel")).answers(new Answer("It is on its way", "order", 9));

		assertThat(helpdesk.ask("Where is my parcel?").getAnswer()).isEqualTo("It is on its way");
	}

}
