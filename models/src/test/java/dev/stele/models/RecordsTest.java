package dev.stele.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final List<Class<?>> FAMILIES = List.of(
            User.class,
            Team.class,
            Member.class,
            Skill.class,
            Upload.class,
            ChatThread.class,
            ApiKey.class,
            Checkpoint.class,
            CheckpointBlob.class,
            CheckpointWrite.class);

    @Test
    void r8NoViewShowsAHash() {
        assertThat(components(ViewOf.class))
                .doesNotContain("hashedPassword", "hashedKey", "digest")
                .contains("email", "shortKey");
    }

    @Test
    void w23ASkillInsideOfAMemberHasNoDefinition() {
        assertThat(names(Skill.Ref.class)).containsExactly("id", "name", "description", "managed");
    }

    @Test
    void w14W20W22ClientsCannotSetWhatIsNotTheirs() {
        assertThat(names(ChatThread.Update.class)).containsExactly("query");
        assertThat(names(Skill.Create.class)).doesNotContain("managed");
        assertThat(names(Skill.Update.class)).doesNotContain("managed", "ownerId");
        assertThat(names(Member.Update.class)).doesNotContain("teamId", "ownerOfId");
        assertThat(names(Upload.Create.class)).doesNotContain("status", "lastModified");
        assertThat(names(Upload.Update.class)).doesNotContain("status", "lastModified");
    }

    @Test
    void everyPatchIsMadeOfFields() {
        nested(PatchOf.class).forEach(patch -> assertThat(patch.getRecordComponents())
                .as(patch.getName())
                .allSatisfy(component -> assertThat(component.getType()).isEqualTo(Field.class)));
    }

    @Test
    void r15AMemberNeedsNoModel() {
        Member.Create member = new Member.Create("Ada", "counts", MemberType.WORKER, 7);

        assertThat(member.provider()).isEqualTo("openai");
        assertThat(member.model()).isEqualTo("gpt-4o-mini");
        assertThat(member.temperature()).isEqualTo(0.7);
        assertThat(member.interrupt()).isFalse();
        assertThat(member.positionX()).isZero();
    }

    @Test
    void withersKeepTheRest() {
        Member.Create member = new Member.Create("Ada", "counts", MemberType.WORKER, 7)
                .withBackstory("countess")
                .withPosition(1, 2)
                .withSource(3)
                .withModel("ollama", "llama", 0);

        assertThat(member)
                .isEqualTo(new Member.Create(
                        "Ada",
                        "counts",
                        MemberType.WORKER,
                        7,
                        "countess",
                        1.0,
                        2.0,
                        3L,
                        "ollama",
                        "llama",
                        0.0,
                        false,
                        null));
    }

    @Test
    void r28ABlankDescriptionOfAKeyIsNone() {
        assertThat(new ApiKey.Create("  ", "abcd…wxyz", new byte[32], null, 1).description())
                .isNull();
        assertThat(new ApiKey.Create("ci", "abcd…wxyz", new byte[32], null, 1).description())
                .isEqualTo("ci");
    }

    @Test
    void secretsAreNotPrinted() {
        Map<String, Object> definition = Map.of("headers", Map.of("Authorization", "s3cret"));

        assertThat(Stream.of(
                                new User.Create("ada@example.com", "Ada", "s3cret"),
                                new Skill.Create("call", "calls", definition, 1),
                                new Skill.Update(Field.unset(), Field.unset(), Field.of(definition)),
                                new Skill.Tool(1, "call", "calls", false, definition))
                        .map(Object::toString))
                .containsExactly(
                        "User.Create[active=true, superuser=false]",
                        "Skill.Create[name=call, ownerId=1]",
                        "Update[name=Field[unset], description=Field[unset], toolDefinition=Field[set]]",
                        "Skill.Tool[id=1, name=call, managed=false]");
    }

    @Test
    void threadsBegunWithoutAnIdGetARandomOne() {
        UUID first = new ChatThread.Create("Why?", 1).id();

        assertThat(first).isNotEqualTo(new ChatThread.Create("Why?", 1).id());
    }

    @Test
    void r24StatesHaveLabels() {
        assertThat(Arrays.stream(UploadStatus.values()).map(UploadStatus::label))
                .containsExactly("In Progress", "Completed", "Failed");
    }

    private static List<String> components(Class<?> marker) {
        return nested(marker).flatMap(type -> names(type).stream()).toList();
    }

    private static Stream<Class<?>> nested(Class<?> marker) {
        return FAMILIES.stream()
                .<Class<?>>flatMap(family -> Arrays.stream(family.getDeclaredClasses()))
                .filter(marker::isAssignableFrom);
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
