package dev.stele.crud.page;

import dev.stele.core.error.Invalid;

/**
 * A page by number of rows to skip, for callers that need page numbers; the deeper, the slower.
 *
 * @param skip how many rows to leave out, from 0
 * @param limit how many items at most, 1 to 1000
 * @param count whether to count all rows too
 */
public record OffsetRequest(long skip, int limit, Count count) {
    /**
     * Refuses what is out of range.
     *
     * @throws Invalid if {@code skip} is negative or {@code limit} not 1 to 1000
     */
    public OffsetRequest {
        if (skip < 0) {
            throw new Invalid("skip", "must be at least 0 but was " + skip);
        }
        PageRequest.checkSize("limit", limit);
    }

    /** A page with the exact number of all rows. */
    public OffsetRequest(long skip, int limit) {
        this(skip, limit, Count.EXACT);
    }

    /** The same page with another count, or none. */
    public OffsetRequest with(Count policy) {
        return new OffsetRequest(skip, limit, policy);
    }
}
