/**
 * Slow statements found, explained, mended and proven.
 *
 * <p>{@link dev.stele.migrations.advice.Advisor} takes what a database ran, asks the server how, and gives an
 * {@link dev.stele.migrations.advice.Advice}: findings, proposals with their price and proof, figures of tables and indexes.
 *
 * <p>Uses: {@code dev.stele.core}, {@code dev.stele.migrations} and its {@code plan}, {@code backup}, {@code diff},
 * {@code review}. Must not use: Liquibase.
 */
@NullMarked
package dev.stele.migrations.advice;

import org.jspecify.annotations.NullMarked;
