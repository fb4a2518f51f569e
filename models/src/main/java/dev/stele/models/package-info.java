/**
 * The eight families of entities, one file each, and the markers that tie records to entities.
 *
 * <p>Uses: the JPA API and Hibernate's annotations. Must not use: any other module of ours.
 */
@NullMarked
package dev.stele.models;

import org.jspecify.annotations.NullMarked;
