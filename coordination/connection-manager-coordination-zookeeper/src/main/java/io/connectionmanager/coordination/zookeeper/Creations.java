package io.connectionmanager.coordination.zookeeper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

import io.connectionmanager.coordination.Change.Create;
import io.connectionmanager.coordination.Result;

/**
 * Creates entries in a folder. Creations in a folder are numbered by the version of its
 * node, which each of them changes: of two that have seen the same version, one is made,
 * and the other looks again. The node is changed last, so that nobody sees its next
 * version without the new entries.
 */
final class Creations {

	private final Requests requests;

	private final Folder folder;

	private final List<ACL> acl;

	private final BooleanSupplier abandoned;

	Creations(Requests requests, Folder folder, List<ACL> acl, BooleanSupplier abandoned) {
		this.requests = requests;
		this.folder = folder;
		this.acl = acl;
		this.abandoned = abandoned;
	}

	/**
	 * Creates those entries that do not exist.
	 * @param creates the entries, all of this folder
	 * @return the results of those that were created
	 */
	CompletableFuture<Map<String, Result>> create(List<Create> creates) {
		if (this.abandoned.getAsBoolean()) {
			return CompletableFuture.failedFuture(new CancellationException("Nobody waits for it any more"));
		}
		return this.requests.children(this.folder.path())
			.thenCompose((children) -> children.version()
				.map((version) -> create(creates, children.names(), version))
				.orElseGet(() -> this.requests.createFolders(this.folder.path(), this.acl)
					.thenCompose((done) -> create(creates))));
	}

	private CompletableFuture<Map<String, Result>> create(List<Create> creates, List<String> children, int version) {
		Set<String> existing = children.stream()
			.flatMap((child) -> this.folder.key(child).stream())
			.collect(Collectors.toSet());
		int creation = version + 1;
		Map<String, Result> results = new HashMap<>();
		List<Op> all = new ArrayList<>();
		for (Create create : creates) {
			if (!existing.contains(create.key())) {
				results.put(create.key(), new Result.Done(Folder.version(creation, 0)));
				all.add(Op.create(this.folder.path(create.key(), creation), Entries.bytes(create.value()), this.acl,
						CreateMode.PERSISTENT));
			}
		}
		if (all.isEmpty()) {
			return CompletableFuture.completedFuture(results);
		}
		all.add(Op.setData(this.folder.path(), new byte[0], version));
		return this.requests.multi(all)
			.handle((done, failure) -> (failure == null) ? CompletableFuture.completedFuture(results)
					: Requests.isUnexpected(failure) ? create(creates)
							: CompletableFuture.<Map<String, Result>>failedFuture(Requests.cause(failure)))
			.thenCompose(Function.identity());
	}

}
