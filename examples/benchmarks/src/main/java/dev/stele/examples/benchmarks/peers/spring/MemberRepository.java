package dev.stele.examples.benchmarks.peers.spring;

import dev.stele.models.Member;
import java.util.List;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

/** The members as Spring Data has them. */
public interface MemberRepository extends JpaRepository<Member, Long> {
    /** The members of a team with their skills. */
    @EntityGraph(attributePaths = {"team", "skills"})
    List<Member> findWithSkillsByTeamIdOrderById(long teamId);

    /** The same with their uploads. */
    @EntityGraph(attributePaths = {"team", "uploads"})
    List<Member> findWithUploadsByTeamIdOrderById(long teamId);
}
