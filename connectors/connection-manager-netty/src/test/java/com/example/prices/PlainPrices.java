package com.example.prices;

import java.net.URI;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.netty.NettyConnector;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

class PlainPrices {

	static ConnectionManager<Channel> start(URI url, ChannelHandler handlers) {
		return ConnectionManager.builder("prices", NettyConnector.builder(handlers).probe("PING\n".getBytes()).build())
			.endpoint(url)
			.start();
	}

}
