"""Single calls by SQLModel: a session each, as its tutorial has them.

Arguments: the server's address behind "postgresql://", how many notes are only read, milliseconds for each call.
Prints a line for each workload: its name, a tab, the median in microseconds.
"""

import random
import statistics
import sys
import time
from typing import Optional

import sqlalchemy
import sqlmodel
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, SQLModel, col, create_engine, select, tuple_

try:
    import psycopg as driver

    DIALECT = "postgresql+psycopg"
except ImportError:
    import psycopg2 as driver

    DIALECT = "postgresql+psycopg2"

if sys.argv[1:] == ["--version"]:
    print(
        f"SQLModel {sqlmodel.__version__}, SQLAlchemy {sqlalchemy.__version__},"
        f" {driver.__name__} {driver.__version__}, Python {sys.version.split()[0]}"
    )
    sys.exit()

ADDRESS, NOTES, MILLIS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
CHANGED = 10_000
PAGE = 100


class Note(SQLModel, table=True):
    __tablename__ = "note"
    id: Optional[int] = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    title: str
    amount: int
    body: Optional[str] = None


engine = create_engine(f"{DIALECT}://{ADDRESS}", pool_size=1)
fresh = time.time_ns()


def read():
    return 1 + random.randrange(NOTES)


def changed():
    return NOTES + 1 + random.randrange(CHANGED)


def new_code():
    global fresh
    fresh += 1
    return f"p{fresh}"


def find():
    with Session(engine) as session:
        return session.get(Note, read())


def insert_one():
    with Session(engine) as session:
        note = Note(code=new_code(), title="a title", amount=6000, body="a text that is not long")
        session.add(note)
        session.commit()
        session.refresh(note)
        return note.id


def patch():
    with Session(engine) as session:
        note = session.get(Note, changed())
        note.title = "patched " + new_code()
        note.body = "body of it"
        session.add(note)
        session.commit()
        session.refresh(note)
        return note


def upsert():
    statement = insert(Note).values(
        code=f"c{changed()}", title="a title", amount=6000, body="a text that is not long"
    )
    statement = statement.on_conflict_do_update(
        index_elements=["code"],
        set_={
            "title": statement.excluded.title,
            "amount": statement.excluded.amount,
            "body": statement.excluded.body,
        },
    ).returning(Note.id)
    with Session(engine) as session:
        id = session.exec(statement).scalar_one()
        session.commit()
        note = session.get(Note, id)
        return note


def page(*after):
    with Session(engine) as session:
        statement = select(Note).order_by(col(Note.amount), col(Note.id)).limit(PAGE + 1)
        return session.exec(statement.where(*after)).all()[:PAGE]


def deep_page():
    return page(tuple_(col(Note.amount), col(Note.id)) > tuple_(LAST.amount, LAST.id))


def get_all():
    ids = random.sample(range(1, NOTES + 1), PAGE)
    with Session(engine) as session:
        found = {note.id: note for note in session.exec(select(Note).where(col(Note.id).in_(ids)))}
    return [found[note] for note in ids]


def median_micros(call):
    warm = time.perf_counter() + MILLIS / 1000
    while time.perf_counter() < warm:
        call()
    times = []
    end = time.perf_counter() + MILLIS / 1000
    while time.perf_counter() < end or not times:
        start = time.perf_counter_ns()
        assert call()
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times) / 1000


with Session(engine) as opened:
    LAST = opened.get(Note, NOTES // 10 * 9)
for name, call in {
    "find by id": find,
    "insert": insert_one,
    "patch two columns": patch,
    "upsert": upsert,
    "first page of 100": page,
    "page of 100 at 90 %": deep_page,
    "get 100 ids": get_all,
}.items():
    print(f"{name}\t{median_micros(call):.1f}", flush=True)
