package dev.stele.crud;

import dev.stele.core.error.MissingReference;
import dev.stele.core.mapping.AttributeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Which record first referred to what, since PostgreSQL looks at references after the last row and names none.
 *
 * <p>Remembers a bounded number of different references for each attribute; of later ones the number stays unknown.
 */
final class FirstSeen {
    private static final int MAX = 50_000;
    private static final Pattern VALUE = Pattern.compile("\\)=\\((?<value>[^)]*)\\)");

    private final CreatePlan plan;
    private final List<Reference> references = new ArrayList<>();

    FirstSeen(CreatePlan plan) {
        this.plan = plan;
        for (int i = 0; i < plan.attributes().size(); i++) {
            AttributeMapping attribute = plan.attributes().get(i);
            if (attribute.target() != null) {
                references.add(new Reference(i, attribute.name(), new HashMap<>()));
            }
        }
    }

    void see(Object record, long number) {
        for (Reference reference : references) {
            Object value = plan.value(record, reference.component());
            if (value != null && reference.first().size() < MAX) {
                reference.first().putIfAbsent(value, number);
            }
        }
    }

    /** The failure with the number of the record at fault, where that can be told. */
    MissingReference numbered(MissingReference failure) {
        String value = value(failure);
        for (Reference reference : references) {
            if (value != null && failure.fields().equals(List.of(reference.attribute()))) {
                for (Map.Entry<Object, Long> seen : reference.first().entrySet()) {
                    if (seen.getKey().toString().equals(value)) {
                        return new MissingReference(failure.violated().ofRecord(seen.getValue()), failure.getCause());
                    }
                }
            }
        }
        return failure;
    }

    /** The value as the server tells it: {@code Key (team_id)=(7) is not present …}, in any language. */
    private static @Nullable String value(MissingReference failure) {
        ServerErrorMessage message =
                failure.getCause() instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String detail = message == null ? null : message.getDetail();
        Matcher found = VALUE.matcher(detail == null ? "" : detail);
        return found.find() ? found.group("value") : null;
    }

    private record Reference(int component, String attribute, Map<Object, Long> first) {}
}
