package io.connectionmanager.coordination.zookeeper;

import java.util.function.Consumer;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

import io.connectionmanager.coordination.Watch;

/**
 * A watch of a folder and all below. The server keeps it until the session ends, and it
 * is set again whenever the client has connected.
 */
final class Hints implements Watcher, ConnectionStateListener, Watch {

	private final CuratorFramework client;

	private final Folder folder;

	private final String prefix;

	private final Consumer<String> hint;

	private volatile boolean closed;

	Hints(CuratorFramework client, Folder folder, String prefix, Consumer<String> hint) {
		this.client = client;
		this.folder = folder;
		this.prefix = prefix;
		this.hint = hint;
	}

	Hints start() {
		this.client.getConnectionStateListenable().addListener(this);
		if (this.client.getZookeeperClient().isConnected()) {
			set();
		}
		return this;
	}

	@Override
	public void stateChanged(CuratorFramework client, ConnectionState state) {
		if (state.isConnected()) {
			set();
		}
	}

	private void set() {
		try {
			this.client.getZookeeperClient()
				.getZooKeeper()
				.addWatch(this.folder.path(), this, AddWatchMode.PERSISTENT_RECURSIVE, (rc, path, context) -> {
					// Something may have changed while nobody watched.
					if (rc == 0) {
						changed(this.prefix);
					}
				}, null);
		}
		catch (Exception ex) {
			// Without a connection; it is set when there is one.
		}
	}

	@Override
	public void process(WatchedEvent event) {
		String path = event.getPath();
		if (path != null && path.indexOf('#') >= 0) {
			String parent = path.substring(0, path.lastIndexOf('/'));
			Folder changed = this.folder.path().equals(parent) ? this.folder
					: this.folder.folder(parent.substring(this.folder.path().length() + 1));
			changed.key(path.substring(parent.length() + 1))
				.filter((key) -> key.startsWith(this.prefix))
				.ifPresent(this::changed);
		}
	}

	private void changed(String key) {
		if (!this.closed) {
			this.hint.accept(key);
		}
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.client.getConnectionStateListenable().removeListener(this);
			remove();
		}
	}

	private void remove() {
		try {
			this.client.getZookeeperClient()
				.getZooKeeper()
				.removeWatches(this.folder.path(), this, WatcherType.Any, true, (rc, path, context) -> {
				}, null);
		}
		catch (Exception ex) {
			// It ends with the session.
		}
	}

}
