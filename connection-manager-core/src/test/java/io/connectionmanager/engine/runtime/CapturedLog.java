package io.connectionmanager.engine.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;

/**
 * Keeps what the library logs, from INFO upwards, while this is open, in place of the
 * console.
 */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger library = (Logger) LoggerFactory.getLogger(ConnectionManager.class);

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private final Level level = this.library.getLevel();

	public CapturedLog() {
		start();
		this.library.setAdditive(false);
		this.library.setLevel(Level.INFO);
		this.library.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.messages.add(event.getFormattedMessage());
	}

	public List<String> messages() {
		return List.copyOf(this.messages);
	}

	@Override
	public void close() {
		this.library.detachAppender(this);
		this.library.setLevel(this.level);
		this.library.setAdditive(true);
		stop();
	}

}
