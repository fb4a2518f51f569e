package dev.stele.migrations.advice.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11, 60, 200})
    void drawsEveryTableInsideThePictureAndNoneOverAnother(int tables) {
        Diagram diagram = Diagram.of(schema(tables));

        assertThat(diagram.boxes()).hasSize(tables);
        for (Diagram.Box box : diagram.boxes()) {
            assertThat(box.x()).isNotNegative();
            assertThat(box.y()).isNotNegative();
            assertThat(box.x() + box.width()).isLessThanOrEqualTo(diagram.width());
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(diagram.height());
            assertThat(diagram.boxes()).filteredOn(other -> overlap(box, other)).containsExactly(box);
        }
    }

    @Test
    void putsWhoRefersRightOfWhatItRefersTo() {
        Diagram diagram = Diagram.of(List.of(
                table("thread", "team"), table("team", "user"), table("user"), table("message", "thread", "user")));

        assertThat(left(diagram, "user")).isLessThan(left(diagram, "team"));
        assertThat(left(diagram, "team")).isLessThan(left(diagram, "thread"));
        assertThat(left(diagram, "thread")).isLessThan(left(diagram, "message"));
        assertThat(diagram.arrows()).hasSize(4);
    }

    @Test
    void drawsCirclesAndTablesThatReferToThemselves() {
        Diagram diagram = Diagram.of(List.of(table("a", "b"), table("b", "a", "b"), table("c", "c")));

        assertThat(diagram.arrows()).extracting(Diagram.Arrow::path).allMatch(path -> path.startsWith("M"));
        assertThat(diagram.words()).isEqualTo("3 tables and 4 references, 1 of them without an index");
        assertThat(diagram.sentences())
                .containsExactly(
                        "a (b_id) refers to b",
                        "b (a_id) refers to a",
                        "b (b_id) refers to b, without an index",
                        "c (c_id) refers to c");
    }

    @Test
    void leavesOutReferencesToTablesThatAreNotDrawn() {
        assertThat(Diagram.of(List.of(table("a", "other.b"))).arrows()).isEmpty();
    }

    @Test
    void ordersTablesSoThatReferencesOfATreeDoNotCross() {
        List<List<Integer>> layers =
                new ArrayList<>(List.of(new ArrayList<>(List.of(0, 1, 2)), new ArrayList<>(List.of(3, 4, 5))));
        List<List<Integer>> left = List.of(List.of(), List.of(), List.of(), List.of(2), List.of(0), List.of(1));
        List<List<Integer>> right = List.of(List.of(4), List.of(5), List.of(3), List.of(), List.of(), List.of());
        Ordering ordering = new Ordering(layers, left, right);
        assertThat(ordering.crossings()).isEqualTo(2);

        ordering.run();

        assertThat(layers.get(1)).containsExactly(4, 5, 3);
    }

    @Test
    void movesBoxesThatAreInEachOthersWayByTheLeast() {
        double[] places = Heights.of(new double[] {10, 10, 200}, new double[] {1, 1, 1}, new double[] {20, 20, 20});

        assertThat(places).containsExactly(0, 20, 200);
    }

    private static boolean overlap(Diagram.Box a, Diagram.Box b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }

    private static long left(Diagram diagram, String name) {
        return diagram.boxes().stream()
                .filter(box -> box.name().equals(name))
                .findFirst()
                .orElseThrow()
                .x();
    }

    private static List<Diagram.Entity> schema(int tables) {
        Random random = new Random(tables);
        List<Diagram.Entity> schema = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            String[] referred = new String[random.nextInt(4)];
            for (int k = 0; k < referred.length; k++) {
                referred[k] = "t" + random.nextInt(tables);
            }
            schema.add(table("t" + i, referred));
        }
        return schema;
    }

    private static Diagram.Entity table(String name, String... referred) {
        List<Diagram.Line> lines = new ArrayList<>(List.of(new Diagram.Line("PK", "id", false)));
        List<Diagram.Link> links = new ArrayList<>();
        for (String other : referred) {
            links.add(new Diagram.Link(lines.size(), other, other + "_id", !(name.equals("b") && other.equals("b"))));
            lines.add(new Diagram.Line("FK", other + "_id", false));
        }
        return new Diagram.Entity(name, "1 row", lines, links);
    }
}
