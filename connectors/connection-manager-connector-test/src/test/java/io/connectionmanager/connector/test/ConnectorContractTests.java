package io.connectionmanager.connector.test;

/**
 * The contract passes for a connector that keeps it.
 */
class ConnectorContractTests extends LoginContract {

}
