/**
 * What the page at {@code /} needs beside the endpoint and its health: a stream of the
 * prices, and of which connection to ask about again.
 */
@NullMarked
package io.connectionmanager.sample.page;

import org.jspecify.annotations.NullMarked;
