"""Whatever the order in which the captures of a history arrive, the database is the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.model import Key, Role
from aggregator.store import Store
from aggregator.store.questions import announcement
from tests.store.histories import Capture, contents, numbered, said, started, store_of

KEYS: list[Key] = [(scheme, value) for scheme in ("wp", "guid", "uid") for value in ("1", "2", "3")]
ROLES: list[Role] = ["listing", "article", "feed"]
TITLES = ("One", "Two", "Three")
DAYS = ("10-12-2018", "11-12-2018", "soon")

founds = st.builds(
    lambda title, keys, day, tags: said(title, keys=keys, tags=tags, **({"published": day} if day else {})),
    st.sampled_from(TITLES),
    st.lists(st.sampled_from(KEYS), max_size=2, unique=True),
    st.sampled_from(("", *DAYS)),
    st.lists(st.sampled_from(("mobility", "culture", "Own")), max_size=2, unique=True),
)
captures = st.builds(
    lambda run, source, page, role, told: Capture(2 * run + (source == "events"), page, tuple(told), role, source),
    st.integers(1, 3),
    st.sampled_from(("news", "events")),
    st.sampled_from("ab"),
    st.sampled_from(ROLES),
    st.lists(founds, max_size=3),
)
DAYS_OF_RUNS = {2: 5, 3: 5, 4: 1, 5: 3, 6: 1, 7: 4, 18: 9, 19: 9}  # ties, and runs that began before their number


def begun(run: int) -> str:
    return started(DAYS_OF_RUNS[run])


histories = st.lists(captures, min_size=1, max_size=8).map(
    lambda several: numbered(sorted(several, key=lambda one: one.run))
)


def resolved(store: Store) -> None:
    for (number,) in store.db.execute("select distinct id from identities").fetchall():
        assert announcement(store.db, number) is not None


@settings(max_examples=150, deadline=None)
@given(histories, st.randoms(use_true_random=False), st.data())
def test_any_order_and_any_batches_give_the_same_database(history, random, data) -> None:
    whole = contents(store_of([history], begun))
    shuffled = list(history)
    random.shuffle(shuffled)
    cut = data.draw(st.integers(0, len(history)))
    store = store_of([shuffled[:cut], shuffled[cut:]], begun)
    assert contents(store) == whole
    resolved(store)
    one_by_one = store_of([[capture] for capture in history], begun)
    assert contents(one_by_one) == whole


@settings(max_examples=100, deadline=None)
@given(histories)
def test_every_id_ever_published_resolves(history) -> None:
    store = Store()
    published: set[int] = set()
    for length in range(1, len(history) + 1):
        store = store_of([history[:length]], begun)
        published |= {number for (number,) in store.db.execute("select id from announcements").fetchall()}
    assert all(announcement(store.db, number) for number in published)


@settings(max_examples=100, deadline=None)
@given(histories)
def test_each_telling_has_one_row_and_search_knows_every_title(history) -> None:
    store = store_of([history], begun)
    assert store.db.execute("pragma foreign_key_check").fetchall() == []
    tellings = sum(len(capture.told) for capture in history)
    assert store.db.execute("select count(*) from tellings join announcements a on a.id = announcement").fetchone() == (
        tellings,
    )
    rows = store.db.execute("select count(*) from announcements").fetchone()
    assert store.db.execute("select count(*) from announcements_fts").fetchone() == rows
    store.db.execute("insert into announcements_fts (announcements_fts, rank) values ('integrity-check', 1)")
    new = store.db.execute("select sum(new) from crawls").fetchone()
    assert new == rows
    changed = store.db.execute("select sum(changed) from crawls").fetchone()
    assert changed == store.db.execute("select count(*) from versions").fetchone()


@settings(max_examples=100, deadline=None)
@given(histories)
def test_the_same_captures_again_change_nothing_but_confirmations(history) -> None:
    store = store_of([history], begun)
    rows = "select * from announcements order by id"
    before = store.db.execute(rows).fetchall()
    proofs = "select * from evidence order by announcement, field, raw, page, seen, chosen"
    evidence = store.db.execute(proofs).fetchall()
    in_order = sorted(history, key=lambda one: (begun(one.run), one.run, one.seq))
    last = {one.page: one for one in in_order if one.told}
    repeated = [Capture(**{**vars(one), "run": 18 + (one.source == "events"), "seq": 0}) for one in last.values()]
    again = store_of([history, numbered(repeated)], begun)
    assert again.db.execute(rows).fetchall() == before
    assert again.db.execute(proofs).fetchall() == evidence
    assert set(again.db.execute("select new, changed from crawls where run >= 18").fetchall()) <= {(0, 0)}
