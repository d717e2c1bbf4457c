package io.connectionmanager.coordination.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the server, none of which is ever repeated: a change whose answer was lost,
 * and which is repeated, would look like a conflict.
 */
final class Requests {

	private final ZooKeeper zooKeeper;

	Requests(ZooKeeper zooKeeper) {
		this.zooKeeper = zooKeeper;
	}

	/**
	 * Returns the children of a node, with everything that was acknowledged before. A
	 * server may lag behind the others, until it is asked not to.
	 */
	CompletableFuture<Children> children(String path) {
		CompletableFuture<Children> answer = new CompletableFuture<>();
		CompletableFuture<Void> synced = new CompletableFuture<>();
		this.zooKeeper.sync(path, (rc, where, context) -> complete(synced, rc, where, null), null);
		this.zooKeeper.getChildren(path, false, (rc, where, context, names, stat) -> {
			if (rc == Code.NONODE.intValue()) {
				answer.complete(new Children(List.of(), Optional.empty()));
			}
			else {
				complete(answer, rc, where, (rc == 0) ? new Children(names, Optional.of(stat.getVersion())) : null);
			}
		}, null);
		return synced.thenCombine(answer, (done, children) -> children);
	}

	/** Returns the results of several requests, which for reading may be errors. */
	CompletableFuture<List<OpResult>> multi(List<Op> requests) {
		CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
		this.zooKeeper.multi(requests, (rc, where, context, results) -> complete(answer, rc, where, results), null);
		return answer;
	}

	CompletableFuture<Stat> set(String path, byte[] data, int version) {
		CompletableFuture<Stat> answer = new CompletableFuture<>();
		this.zooKeeper.setData(path, data, version, (rc, where, context, stat) -> complete(answer, rc, where, stat),
				null);
		return answer;
	}

	CompletableFuture<Void> delete(String path, int version) {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.zooKeeper.delete(path, version, (rc, where, context) -> complete(answer, rc, where, null), null);
		return answer;
	}

	/** Creates a node and those above it, unless they are there. */
	CompletableFuture<Void> createFolders(String path, List<ACL> acl) {
		List<CompletableFuture<Void>> answers = new ArrayList<>();
		for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			answers.add(createFolder(path.substring(0, slash), acl));
		}
		answers.add(createFolder(path, acl));
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
	}

	private CompletableFuture<Void> createFolder(String path, List<ACL> acl) {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.zooKeeper.create(path, new byte[0], acl, CreateMode.PERSISTENT, (rc, where, context,
				name) -> complete(answer, (rc == Code.NODEEXISTS.intValue()) ? 0 : rc, where, null), null);
		return answer;
	}

	private static <T> void complete(CompletableFuture<T> answer, int rc, String path, @Nullable T result) {
		if (rc == 0) {
			answer.complete(result);
		}
		else {
			answer.completeExceptionally(KeeperException.create(Code.get(rc), path));
		}
	}

	/** Returns whether a request failed because a node was not as expected. */
	static boolean isUnexpected(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof KeeperException.BadVersionException || cause instanceof KeeperException.NoNodeException
				|| cause instanceof KeeperException.NodeExistsException;
	}

	static Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * The children of a node.
	 *
	 * @param names their names
	 * @param version the version of the node, or empty if there is none
	 */
	record Children(List<String> names, Optional<Integer> version) {

	}

}
