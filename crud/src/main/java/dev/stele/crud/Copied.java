package dev.stele.crud;

/**
 * What a bulk load did.
 *
 * @param inserted how many rows are new
 * @param updated how many rows were there and have been changed; 0 unless it was upserting
 * @param setAside how many records were refused and left out; 0 unless they were to be set aside
 */
public record Copied(long inserted, long updated, long setAside) {}
