package dev.stele.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what the table of an entity, or the column of a field, was called before.
 *
 * <p>A generated migration then renames it and keeps its data. Once the checked-in changelog renames it, this says
 * nothing any more and may go.
 */
@Documented
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface RenamedFrom {

    /** The old name, as the catalog stores it, without a schema. */
    String value();
}
