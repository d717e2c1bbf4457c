package io.connectionmanager.connector.test;

import java.time.Duration;
import java.util.List;

import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * Runs tests of the contract for a connector with a fault.
 */
final class BrokenConnector {

	private BrokenConnector() {
	}

	/** The same tests pass for a connector without a fault. */
	static void assertFails(Fault fault, String... tests) {
		assertThat(failed(fault, tests)).containsExactlyInAnyOrder(tests);
	}

	private static List<String> failed(Fault fault, String... tests) {
		Duration before = ContractRun.patience;
		ContractRun.patience = Duration.ofSeconds(4);
		BrokenConnectorContract.fault = fault;
		try {
			EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
			for (String test : tests) {
				builder.selectors(selectMethod(BrokenConnectorContract.class, test));
			}
			Events failed = builder.execute().testEvents().failed();
			return failed.stream().map((it) -> it.getTestDescriptor().getDisplayName().replace("()", "")).toList();
		}
		finally {
			ContractRun.patience = before;
			BrokenConnectorContract.fault = null;
		}
	}

}
