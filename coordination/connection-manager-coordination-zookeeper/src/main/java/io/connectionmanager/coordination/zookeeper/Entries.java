package io.connectionmanager.coordination.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Change.Create;
import io.connectionmanager.coordination.Change.Delete;
import io.connectionmanager.coordination.Change.Replace;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

/**
 * Entries as nodes. ZooKeeper counts the changes of a node, and begins again when it is
 * deleted and created. The name of a node therefore contains the number of the creation,
 * and a version consists of both: a change that expects an earlier creation finds no
 * node. {@link Creations} makes sure that there is one node for each key.
 */
final class Entries {

	/** An answer has at most a megabyte, and a value up to four thousand bytes. */
	private static final int CHUNK = 200;

	private final String root;

	private final List<ACL> acl;

	Entries(String root, List<ACL> acl) {
		this.root = root;
		this.acl = acl;
	}

	CompletableFuture<Map<String, Entry>> list(Requests requests, String prefix) {
		Map<String, Entry> entries = new ConcurrentHashMap<>();
		Folder folder = Folder.of(this.root, prefix);
		return list(requests, folder, prefix, entries).thenApply((done) -> entries);
	}

	private static CompletableFuture<Void> list(Requests requests, Folder folder, String prefix,
			Map<String, Entry> entries) {
		return requests.children(folder.path()).thenCompose((children) -> {
			List<CompletableFuture<Void>> reading = new ArrayList<>();
			Map<String, String> found = new LinkedHashMap<>();
			for (String child : children.names()) {
				folder.key(child).ifPresentOrElse((key) -> {
					if (key.startsWith(prefix)) {
						found.put(folder.path() + "/" + child, key);
					}
				}, () -> {
					Folder inner = folder.folder(child);
					if (inner.prefix().startsWith(prefix)) {
						reading.add(list(requests, inner, prefix, entries));
					}
				});
			}
			List<String> paths = List.copyOf(found.keySet());
			for (int start = 0; start < paths.size(); start += CHUNK) {
				List<String> chunk = paths.subList(start, Math.min(start + CHUNK, paths.size()));
				reading.add(read(requests, chunk, found, entries));
			}
			return all(reading);
		});
	}

	private static CompletableFuture<Void> read(Requests requests, List<String> paths, Map<String, String> keys,
			Map<String, Entry> entries) {
		return requests.multi(paths.stream().map(Op::getData).toList()).thenAccept((results) -> {
			for (int i = 0; i < results.size(); i++) {
				String path = paths.get(i);
				// Otherwise it has been deleted meanwhile.
				if (results.get(i) instanceof OpResult.GetDataResult result) {
					String key = keys.getOrDefault(path, path);
					entries.put(key, new Entry(key, Folder.version(path, result.getStat().getVersion()),
							new String(result.getData(), StandardCharsets.UTF_8)));
				}
			}
		});
	}

	CompletableFuture<List<Result>> apply(Requests requests, List<Change> changes, BooleanSupplier abandoned) {
		Map<Change, CompletableFuture<Result>> results = new LinkedHashMap<>();
		Map<Folder, List<Create>> creates = new LinkedHashMap<>();
		for (Change change : changes) {
			Folder folder = Folder.of(this.root, change.key());
			if (change instanceof Replace replace) {
				results.put(change, replace(requests, folder, replace));
			}
			else if (change instanceof Delete delete) {
				results.put(change, delete(requests, folder, delete));
			}
			else if (change instanceof Create create) {
				results.put(change, new CompletableFuture<>());
				creates.computeIfAbsent(folder, (key) -> new ArrayList<>()).add(create);
			}
		}
		creates.forEach((folder, all) -> new Creations(requests, folder, this.acl, abandoned).create(all)
			.whenComplete((created, failure) -> all.forEach((create) -> {
				CompletableFuture<Result> result = results.get(create);
				if (result != null && failure != null) {
					result.completeExceptionally(failure);
				}
				else if (result != null) {
					result.complete(created.getOrDefault(create.key(), new Result.Conflict()));
				}
			})));
		List<CompletableFuture<Result>> ordered = List.copyOf(results.values());
		return all(ordered).thenApply((done) -> ordered.stream().map(CompletableFuture::join).toList());
	}

	private static CompletableFuture<Result> replace(Requests requests, Folder folder, Replace replace) {
		return requests
			.set(folder.path(replace.key(), replace.expectedVersion()), bytes(replace.value()),
					Folder.changes(replace.expectedVersion()))
			.thenApply((stat) -> (Result) new Result.Done(replace.expectedVersion() + 1))
			.exceptionally(Entries::conflict);
	}

	private static CompletableFuture<Result> delete(Requests requests, Folder folder, Delete delete) {
		return requests
			.delete(folder.path(delete.key(), delete.expectedVersion()), Folder.changes(delete.expectedVersion()))
			.thenApply((deleted) -> (Result) new Result.Done(delete.expectedVersion()))
			.exceptionally(Entries::conflict);
	}

	private static Result conflict(Throwable failure) {
		if (Requests.isUnexpected(failure)) {
			return new Result.Conflict();
		}
		throw new CompletionException(Requests.cause(failure));
	}

	static byte[] bytes(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

	private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
	}

}
