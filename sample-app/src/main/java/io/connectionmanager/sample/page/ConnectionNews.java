package io.connectionmanager.sample.page;

import io.connectionmanager.sample.page.PageView.News;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import io.connectionmanager.spring.DisconnectedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says in a sentence what has happened to a connection, for those who do not see the
 * page. Single attempts are left out: there may be many.
 */
@Component
class ConnectionNews {

	private final Page page;

	private final Browsers browsers;

	ConnectionNews(Page page, Browsers browsers) {
		this.page = page;
		this.browsers = browsers;
	}

	@EventListener
	void on(ConnectedEvent<?> event) {
		tell(event, "%s is connected, at attempt %d.".formatted(event.name(), event.attempt()));
	}

	@EventListener
	void on(DisconnectedEvent<?> event) {
		tell(event, event.cause().isPresent() ? "%s was lost: %s.".formatted(event.name(), event.kind())
				: "%s was disconnected on purpose.".formatted(event.name()));
	}

	@EventListener
	void on(ConnectionSuspendedEvent event) {
		tell(event, "%s is suspended after attempt %d.".formatted(event.name(), event.attempt()));
	}

	private void tell(ConnectionEvent event, String text) {
		this.page.tell(new News(event.at(), text));
		this.browsers.tellAll();
	}

}
