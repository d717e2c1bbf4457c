package io.connectionmanager.spring;

/**
 * Another type of connection.
 */
public class Broker {

}
