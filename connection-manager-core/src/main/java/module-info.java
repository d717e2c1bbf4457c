/**
 * Keeps named, long-lived client connections alive.
 *
 * @provides io.connectionmanager.ConnectionManagerProvider the engine of this library
 */
module io.connectionmanager {

	requires static transitive org.jspecify;
	requires org.slf4j;

	// Their failures are classified where they are present.
	requires static java.net.http;
	requires static java.sql;

	// Its socket options are set where it is present.
	requires static jdk.net;

	exports io.connectionmanager;
	exports io.connectionmanager.connector;
	exports io.connectionmanager.coordination;
	exports io.connectionmanager.testing;

	uses io.connectionmanager.ConnectionManagerProvider;

	provides io.connectionmanager.ConnectionManagerProvider with io.connectionmanager.engine.Engine;

}
