package io.connectionmanager.spring;

/**
 * A type of connection.
 */
public class Feed {

}
