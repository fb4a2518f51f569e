package dev.stele.examples.benchmarks.peers.hibernate;

import dev.stele.examples.benchmarks.sample.Note;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A note as Hibernate likes it best: its id from a pooled sequence, without which it cannot insert in batches. */
@Entity
@Table(name = "note")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class NoteEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "note_pooled")
    @SequenceGenerator(name = "note_pooled", sequenceName = "note_pooled_seq", allocationSize = 50)
    private @Nullable Long id;

    private String code;
    private String title;
    private int amount;
    private @Nullable String body;

    /** For Hibernate. */
    protected NoteEntity() {}

    /** A note that is not inserted yet. */
    public NoteEntity(Note.Create values) {
        this.code = values.code();
        this.title = values.title();
        this.amount = values.amount();
        this.body = values.body();
    }

    /** Its number; null before it is inserted. */
    public @Nullable Long getId() {
        return id;
    }

    /** Its key. */
    public String getCode() {
        return code;
    }

    /** What notes are sorted by. */
    public int getAmount() {
        return amount;
    }

    /** Changes two columns. */
    public void change(String newTitle, @Nullable String newBody) {
        this.title = newTitle;
        this.body = newBody;
    }

    /** The note as all peers answer. */
    public Note.Out out() {
        return new Note.Out(id == null ? 0 : id, code, title, amount, body);
    }
}
