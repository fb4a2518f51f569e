package dev.stele.migrations.advice;

/**
 * What a proposal costs.
 *
 * @param bytes what it will take on disk; negative where it gives some back
 * @param writes by how much a write of the table gets dearer, as a share of what its indexes cost it now: 0.25 is a
 *     quarter more; negative where it gets cheaper
 * @param lock what its statement locks and who waits meanwhile, in words
 */
public record Price(long bytes, double writes, String lock) {}
