package dev.stele.core.mapping;

/** The kinds of codecs that a stored mapping tells apart. */
final class StoredCodec {
    static final int BASIC = 1;
    static final int ENUM = 2;
    static final int ARRAY = 3;
    static final int JSON = 4;
    static final int ENUMERATED_VALUE = 5;

    private StoredCodec() {}
}
