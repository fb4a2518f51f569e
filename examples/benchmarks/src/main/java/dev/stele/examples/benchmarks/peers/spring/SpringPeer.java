package dev.stele.examples.benchmarks.peers.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.peers.hibernate.NoteEntity;
import dev.stele.examples.benchmarks.peers.hibernate.Views;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data JPA: repositories, each call in the transaction that it brings, or in one for what takes several. */
public final class SpringPeer implements Peer {
    private static final Sort ORDER = Sort.by("amount", "id");

    private final HikariDataSource pool;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final NoteRepository notes;
    private final MemberRepository members;
    private final TransactionTemplate transaction;

    /** Connects to the target. */
    public SpringPeer(Target target) {
        this.pool = target.rewritingPool();
        context.registerBean(DataSource.class, () -> pool, bean -> bean.setDestroyMethodName(""));
        context.register(SpringSettings.class);
        context.refresh();
        this.notes = context.getBean(NoteRepository.class);
        this.members = context.getBean(MemberRepository.class);
        this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    @Override
    public Note.@Nullable Out find(long id) {
        return notes.findById(id).map(NoteEntity::out).orElse(null);
    }

    @Override
    public Member.Out member(long id) {
        return members.findById(id).map(Views::of).orElseThrow();
    }

    @Override
    public long insert(Note.Create note) {
        return notes.save(new NoteEntity(note)).out().id();
    }

    @Override
    public Note.Out patch(long id, String title, String body) {
        return inTransaction(() -> {
            NoteEntity note = notes.findById(id).orElseThrow();
            note.change(title, body);
            return note.out();
        });
    }

    @Override
    public Note.Out upsert(Note.Create note) {
        return inTransaction(() -> {
            notes.upsert(note.code(), note.title(), note.amount(), note.body());
            return notes.findByCode(note.code()).orElseThrow().out();
        });
    }

    @Override
    public boolean exists(long id) {
        return notes.existsById(id);
    }

    @Override
    public void delete(long id) {
        notes.deleteById(id);
    }

    @Override
    public List<Note.Out> firstPage(int size) {
        return notes.findAllBy(PageRequest.of(0, size, ORDER)).getContent();
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) {
        ScrollPosition position = ScrollPosition.forward(Map.of("amount", last.amount(), "id", last.id()));
        return notes.findAllByOrderByAmountAscIdAsc(position, Limit.of(size)).stream()
                .map(NoteEntity::out)
                .toList();
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) {
        Map<Long, Note.Out> found = new HashMap<>();
        notes.findAllById(ids).forEach(note -> found.put(note.out().id(), note.out()));
        return ids.stream().map(found::get).toList();
    }

    @Override
    public Teams.Graph graph(long teamId) {
        return inTransaction(() -> {
            List<Member> found = members.findWithSkillsByTeamIdOrderById(teamId);
            members.findWithUploadsByTeamIdOrderById(teamId);
            return Views.graph(found.get(0).getTeam(), found);
        });
    }

    @Override
    public void insertAll(List<Note.Create> all) {
        notes.saveAll(all.stream().map(NoteEntity::new).toList());
    }

    @Override
    public long streamAll() {
        return inTransaction(() -> {
            try (Stream<Note.Out> all = notes.streamAll()) {
                return all.mapToLong(Note.Out::amount).sum();
            }
        });
    }

    @Override
    public void close() {
        context.close();
        pool.close();
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
