/**
 * Typed DAOs over records, and the one-call start of the whole data layer.
 *
 * <p>The way of a call, {@code notes.patch(7, update, Note.Out.class)}:
 *
 * <pre>
 * Dao ──► Updates ──► PatchPlan.mask     which fields are set; refuses what cannot be
 *            │        PlanCache.get      the statement for these fields and this view, made on the first such call from
 *            │            ├─ PatchPlan   set title = ?, version = t0.version + 1
 *            │            ├─ WhereSql    the guard, rendered once for its shape
 *            │            └─ ViewPlan    the columns behind RETURNING
 *            └──► Database.sql           lends the connection of the transaction, or one in autocommit
 *                     └─ prepare, bind by ColumnCodec, execute, ViewPlan.read
 * </pre>
 *
 * <p>That of a bulk load, {@code notes.copyIn(Note.Create.class, aMillion)}:
 *
 * <pre>
 * CopyIn ──► Loading ──► RecordFeed      numbers and checks each record, or sets it aside
 *               │        CopyPlan        its fields as text, by ColumnCodec.write into CopyText
 *               ├──► Database.copyIn     COPY note … FROM STDIN
 *               └──► Stage               or a temporary table, and INSERT … SELECT from there
 * </pre>
 *
 * <p>{@code Inserts}, {@code Reads}, {@code Pages} and {@code Links} go the same way. Nothing on it reflects, parses or,
 * after the first call of its kind, builds SQL.
 *
 * <p>Uses: {@code page} and {@code query} for what its methods take, {@code dev.stele.core} to run statements. Must
 * not use: Liquibase.
 */
@NullMarked
package dev.stele.crud;

import org.jspecify.annotations.NullMarked;
