package dev.stele.examples.benchmarks.peers.spring;

import dev.stele.examples.benchmarks.peers.hibernate.NoteEntity;
import dev.stele.examples.benchmarks.sample.Note;
import jakarta.persistence.QueryHint;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;

/** The notes as Spring Data has them. */
public interface NoteRepository extends JpaRepository<NoteEntity, Long> {
    /** A page of records, without a count. */
    Slice<Note.Out> findAllBy(Pageable page);

    /** The notes behind a position, by the repository's own keyset. */
    Window<NoteEntity> findAllByOrderByAmountAscIdAsc(ScrollPosition position, Limit limit);

    /** The note of this code. */
    Optional<NoteEntity> findByCode(String code);

    /** Inserts a note or changes the one of that code. */
    @Modifying(clearAutomatically = true)
    @Query("insert into NoteEntity (code, title, amount, body) values (:code, :title, :amount, :body)"
            + " on conflict (code) do update set title = excluded.title, amount = excluded.amount,"
            + " body = excluded.body")
    void upsert(String code, String title, int amount, @Nullable String body);

    /** All notes, a part at a time. */
    @QueryHints(@QueryHint(name = "org.hibernate.fetchSize", value = "500"))
    @Query("select id, code, title, amount, body from NoteEntity")
    Stream<Note.Out> streamAll();
}
