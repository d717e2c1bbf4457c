package io.connectionmanager.connector.test;

import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;

/**
 * The certificate and private key of a server, in the forms that servers need.
 *
 * @param certificateChain the certificate and those of its issuers, as a PEM file
 * @param privateKey the private key, as a PEM file without a password
 * @param keyStore both as a key store
 * @param keyStorePassword the password of the key store and of the key in it
 * @param serverContext an SSL context for a server
 */
public record TestIdentity(Path certificateChain, Path privateKey, KeyStore keyStore, String keyStorePassword,
		SSLContext serverContext) {

}
