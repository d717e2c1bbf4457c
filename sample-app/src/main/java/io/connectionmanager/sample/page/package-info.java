/**
 * The page at {@code /}: what is shown of the connections, and how it gets to the
 * browsers that look at it.
 */
@NullMarked
package io.connectionmanager.sample.page;

import org.jspecify.annotations.NullMarked;
