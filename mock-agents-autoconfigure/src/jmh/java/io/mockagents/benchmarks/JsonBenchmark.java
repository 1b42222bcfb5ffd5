package io.mockagents.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.model.SdkProfile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * All events of one run of the approved scenario, written as JSON and read back, each by
 * itself: by the types of this project, and beside them the same JSON as Jackson's own
 * trees. One operation is one run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgs = { "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC" })
@State(Scope.Thread)
public class JsonBenchmark {

	@Param({ "V0_2", "V0_22", "V0_24" })
	public SdkProfile profile = SdkProfile.V0_2;

	private final List<StreamEvent> events = new ArrayList<>();

	private final List<JsonNode> trees = new ArrayList<>();

	private final List<byte[]> texts = new ArrayList<>();

	private ObjectWriter eventWriter;

	private ObjectWriter treeWriter;

	private ObjectReader eventReader;

	private ObjectReader treeReader;

	@Setup
	public void play() {
		JsonMapper mapper = JsonMapper.builder().build();
		this.eventWriter = mapper.writerFor(StreamEvent.class);
		this.treeWriter = mapper.writerFor(JsonNode.class);
		this.eventReader = mapper.readerFor(StreamEvent.class);
		this.treeReader = mapper.readerFor(JsonNode.class);
		ApprovedScenario scenario = new ApprovedScenario(this.profile);
		LoopAgentRunner runner = new LoopAgentRunner(
				(request) -> scenario.plan(request, ApprovedScenario.NO_JOURNAL, List.of()));
		try (EventStream stream = runner.runStreamed(scenario.request("run")).streamEvents()) {
			stream.forEach(this.events::add);
		}
		int bytes = 0;
		for (StreamEvent event : this.events) {
			byte[] text = this.eventWriter.writeValueAsBytes(event);
			this.texts.add(text);
			this.trees.add(mapper.readTree(text));
			bytes += text.length;
		}
		System.out.println(this.events.size() + " events, " + bytes + " bytes");
	}

	/**
	 * The events as this project's types.
	 */
	@Benchmark
	public void writeEvents(Blackhole blackhole) {
		for (StreamEvent event : this.events) {
			blackhole.consume(this.eventWriter.writeValueAsBytes(event));
		}
	}

	/**
	 * The same as trees.
	 */
	@Benchmark
	public void writeTrees(Blackhole blackhole) {
		for (JsonNode tree : this.trees) {
			blackhole.consume(this.treeWriter.writeValueAsBytes(tree));
		}
	}

	/**
	 * Into this project's types.
	 */
	@Benchmark
	public void readEvents(Blackhole blackhole) {
		for (byte[] text : this.texts) {
			blackhole.consume(this.eventReader.<StreamEvent>readValue(text));
		}
	}

	/**
	 * Into trees.
	 */
	@Benchmark
	public void readTrees(Blackhole blackhole) {
		for (byte[] text : this.texts) {
			blackhole.consume(this.treeReader.<JsonNode>readValue(text));
		}
	}

}
