package dev.stele.examples.benchmarks.peers.ebean;

import dev.stele.examples.benchmarks.sample.Note;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A note. */
@Entity
@Table(name = "note")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class NoteBean {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String code;
    private String title;
    private int amount;
    private @Nullable String body;

    /** For Ebean. */
    public NoteBean() {}

    NoteBean(Note.Create values) {
        this.code = values.code();
        this.title = values.title();
        this.amount = values.amount();
        this.body = values.body();
    }

    long id() {
        return id;
    }

    void change(String newTitle, String newBody) {
        this.title = newTitle;
        this.body = newBody;
    }

    Note.Out out() {
        return new Note.Out(id, code, title, amount, body);
    }
}
