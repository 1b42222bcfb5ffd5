package io.mockagents.model;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseIds}.
 */
class ResponseIdsTests {

	private static final long SECOND = 0x68ae74b0L;

	@Test
	void idsOf2025EndWithWhatTheyShare() {
		ResponseIds ids = new ResponseIds(SdkProfile.V0_2, SECOND, new SplittableRandom(1));
		String response = ids.next("resp");
		String message = ids.next("msg");
		assertThat(response).matches("resp_68ae74b0[0-9a-f]{4}81[0-9a-f]{18}0[0-9a-f]{15}");
		assertThat(message).matches("msg_68ae74b0[0-9a-f]{40}");
		assertThat(message).endsWith(response.substring(response.length() - 16)).isNotEqualTo(response);
	}

	@Test
	void idsOf2026StartWithWhatTheyShare() {
		ResponseIds ids = new ResponseIds(SdkProfile.V0_22, SECOND, new SplittableRandom(1));
		String response = ids.next("resp");
		assertThat(response).matches("resp_0[0-9a-f]{15}0068ae74b0[0-9a-f]{24}");
		assertThat(ids.next("fc")).startsWith("fc_" + response.substring(5, 31)).hasSize(53);
	}

	@Test
	void idsOfCallsAndRequestsHaveTheApisFormat() {
		SplittableRandom random = new SplittableRandom(2);
		assertThat(ResponseIds.callId(random)).matches("call_[0-9A-Za-z]{24}").isNotEqualTo(ResponseIds.callId(random));
		assertThat(ResponseIds.requestId(random)).matches("req_[0-9a-f]{32}");
		assertThat(ResponseIds.obfuscation(13, random)).matches("[0-9A-Za-z]{13}");
		assertThat(ResponseIds.obfuscation(0, random)).isEmpty();
	}

	@Test
	void sameSeedProducesSameIds() {
		assertThat(new ResponseIds(SdkProfile.V0_2, SECOND, new SplittableRandom(3)).next("resp"))
			.isEqualTo(new ResponseIds(SdkProfile.V0_2, SECOND, new SplittableRandom(3)).next("resp"))
			.isNotEqualTo(new ResponseIds(SdkProfile.V0_2, SECOND, new SplittableRandom(4)).next("resp"));
	}

}
