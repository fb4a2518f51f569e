/**
 * A forum with eight slow calls, which are found, explained, mended and measured again.
 *
 * <p>{@code mvn -q -Dquickstart -Dslow-queries -pl examples/slow-queries -am process-classes} runs {@code SlowQueries};
 * {@code -Dstele.forum.threads} says how many threads the forum has.
 */
@NullMarked
package dev.stele.examples.slow;

import org.jspecify.annotations.NullMarked;
