package dev.stele.migrations.plan;

/** Tables of a forum with twenty thousand threads. */
final class Forum {
    static final String[] SQL = {
        "create table team (id bigint primary key, name varchar(200) not null)",
        "create table thread (id bigint primary key, team_id bigint not null references team (id), author_id bigint,"
                + " title varchar(300), status text not null, meta jsonb, tags text[], updated_at timestamptz not null)",
        "create table event (id bigint not null, actor bigint, at timestamptz) partition by range (id)",
        "create table event_1 partition of event for values from (0) to (1000)",
        "create table event_2 partition of event for values from (1000) to (2000)",
        "insert into team select i, 'team ' || i from generate_series(1, 100) i",
        "insert into thread select i, 1 + i % 100, 1000 + i % 500, 'Title number ' || i,"
                + " case when i % 50 = 0 then 'open' else 'secretstatus' end, jsonb_build_object('kind', i % 7),"
                + " array['tag' || i % 9], timestamptz '2024-01-01' + i * interval '1 minute' from generate_series(1, 20000) i",
        "insert into event select i, i % 10, now() from generate_series(0, 1999) i",
        "analyze"
    };

    private Forum() {}
}
