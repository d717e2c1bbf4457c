package io.connectionmanager.redis.application;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.pubsub.RedisPubSubAdapter;

import org.springframework.stereotype.Component;

@Component
class NewsListener extends RedisPubSubAdapter<String, String> {

	private final List<String> messages = new CopyOnWriteArrayList<>();

	@Override
	public void message(String channel, String message) {
		this.messages.add(message);
	}

	@Override
	public void message(String pattern, String channel, String message) {
		this.messages.add(message);
	}

	List<String> messages() {
		return this.messages;
	}

}
