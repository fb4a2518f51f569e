package dev.stele.examples.benchmarks.sample;

import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import dev.stele.models.ViewOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A narrow row, of which there are very many: Stele's entity, and the records in which all peers speak of it. */
@Entity
@Table(name = "note")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id", nullable = false)
    private long id;

    @Column(name = "code", nullable = false, unique = true)
    private String code;

    @Column(name = "title", nullable = false)
    private String title;

    @Column(name = "amount", nullable = false)
    private int amount;

    @Column(name = "body")
    private @Nullable String body;

    /** For Hibernate. */
    protected Note() {}

    /**
     * A new note.
     *
     * @param code its key
     * @param title its title
     * @param amount what notes are sorted by, many to one amount
     * @param body its text, if any
     */
    public record Create(
            String code, String title, int amount, @Nullable String body) implements CreateOf<Note> {}

    /**
     * What is changed of a note.
     *
     * @param title its title
     * @param body its text, or null
     */
    public record Update(Field<String> title, Field<@Nullable String> body) implements PatchOf<Note> {}

    /**
     * A note.
     *
     * @param id its number
     * @param code its key
     * @param title its title
     * @param amount what notes are sorted by
     * @param body its text, if any
     */
    public record Out(
            long id,
            String code,
            String title,
            int amount,
            @Nullable String body) implements ViewOf<Note> {}
}
