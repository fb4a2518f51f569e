/**
 * What the bundled changesets make of a database, tried without the runner.
 *
 * <p>Uses: plain JDBC, the entity classes. Must not use: {@code dev.stele.migrations}.
 */
@NullMarked
package dev.stele.migrations.schema;

import org.jspecify.annotations.NullMarked;
