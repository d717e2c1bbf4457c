/**
 * The connector that "Writing a connector" prints.
 */
@NullMarked
package com.example.line;

import org.jspecify.annotations.NullMarked;
