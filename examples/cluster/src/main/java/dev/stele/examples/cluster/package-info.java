/**
 * Writers on a replicated PostgreSQL whose primary is killed or frozen again and again, held to a ledger outside of it.
 *
 * <p>{@code mvn -q -Dquickstart -Dcluster -pl examples/cluster -am process-classes} runs {@code Failovers}; the properties
 * are in its pom, what they mean in docs/reliability.md. Uses: {@code dev.stele.core}, JDBC to look at single servers.
 */
@NullMarked
package dev.stele.examples.cluster;

import org.jspecify.annotations.NullMarked;
