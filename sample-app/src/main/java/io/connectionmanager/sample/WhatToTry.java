package io.connectionmanager.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says what to do with the sample once it runs.
 */
@Component
class WhatToTry {

	private static final Logger logger = LoggerFactory.getLogger(WhatToTry.class);

	@EventListener
	void say(ApplicationReadyEvent event) {
		String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
		logger.info("Watch: http://127.0.0.1:{}/ in a browser", port);
		logger.info("Look:  curl http://127.0.0.1:{}/actuator/health", port);
		logger.info("Why:   curl http://127.0.0.1:{}/actuator/connections/prices", port);
		logger.info("Break: curl -X POST http://127.0.0.1:{}/server/cut", port);
		logger.info(
				"Other ways to break it, for some seconds: refuse, silent, drop, garble, as in /server/refuse?seconds=5");
	}

}
