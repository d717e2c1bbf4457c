/**
 * Types that pages show or take for granted, for the snippets that use them.
 */
@NullMarked
package io.connectionmanager.documentation.reader;

import org.jspecify.annotations.NullMarked;
