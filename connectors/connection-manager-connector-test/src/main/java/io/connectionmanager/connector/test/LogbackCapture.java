package io.connectionmanager.connector.test;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * All events of Logback at INFO and above, whatever the configuration of the tests
 * prints.
 */
final class LogbackCapture extends AppenderBase<ILoggingEvent> implements LogCapture.LogbackEvents {

	private final Logger root;

	private final Level level;

	private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

	// Guarded by this.
	private final List<String> texts = new ArrayList<>();

	LogbackCapture() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.level = this.root.getLevel();
		this.root.iteratorForAppenders().forEachRemaining(this.others::add);
		this.others.forEach(this.root::detachAppender);
		this.root.setLevel(Level.INFO);
		setContext(context);
		start();
		this.root.addAppender(this);
	}

	@Override
	protected synchronized void append(ILoggingEvent event) {
		this.texts.add(event.getFormattedMessage());
		if (event.getThrowableProxy() != null) {
			this.texts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
		}
	}

	@Override
	public synchronized List<String> texts() {
		return List.copyOf(this.texts);
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.root.setLevel(this.level);
		this.others.forEach(this.root::addAppender);
	}

}
