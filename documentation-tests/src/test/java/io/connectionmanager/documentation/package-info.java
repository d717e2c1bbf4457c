/**
 * Keeps the pages of the documentation true: every snippet on them is compiled, bound,
 * started or asked for, and every link and every name of a property is looked up.
 */
@NullMarked
package io.connectionmanager.documentation;

import org.jspecify.annotations.NullMarked;
