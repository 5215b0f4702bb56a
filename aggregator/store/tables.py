"""The tables of announcements.db, by numbered migrations; once released, a migration is never edited."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("announcements")


@migrations()
def m0001_the_whole_line(db: Database) -> None:
    """What one network fills: announcements, their evidence, and the tellings from which they fold."""
    db.executescript(_NETWORKS + _ANNOUNCEMENTS + _TELLINGS + _CRAWLS)
    db.table("announcements").enable_fts(
        ["title", "summary", "body"], create_triggers=False, tokenize="unicode61 remove_diacritics 2"
    )


@migrations()
def m0002_states(db: Database) -> None:
    """Whether an event takes place: scheduled, moved, postponed, cancelled."""
    db.execute("alter table announcements add column state text")


@migrations()
def m0003_occurrences(db: Database) -> None:
    """The instances of recurring events."""
    db.executescript(_OCCURRENCES)


_NETWORKS = """
    create table networks (
        id text primary key, name text not null, homepage text not null, region text not null,
        languages text not null, timezone text not null, date_order text not null, confidence text not null,
        checked text not null, licence text not null
    ) strict;
    create table sources (
        network text not null references networks (id) deferrable initially deferred, id text not null,
        platform text not null, start text not null, every text not null, kind text not null,
        primary key (network, id)
    ) strict;
    create table themes (
        id text primary key, label text not null, broader text references themes (id) deferrable initially deferred
    ) strict;
    create table rules (network text primary key, fingerprint text not null) strict;
"""
_ANNOUNCEMENTS = """
    create table announcements (
        id integer primary key,
        network text not null references networks (id) deferrable initially deferred,
        source text not null, kind text not null, url text, title text not null, summary text, body text,
        language text, published text, published_day text, modified text, starts text, starts_day text,
        ends text, ends_day text, deadline text, deadline_day text, month text, venue text, city text, country text,
        themes text not null, first_seen text not null, last_changed text not null, fingerprint text not null
    ) strict;
    create index idx_announcements_published on announcements (published_day);
    create index idx_announcements_starts on announcements (starts_day);
    create index idx_announcements_ends on announcements (ends_day);
    create index idx_announcements_network on announcements (network, published_day);
    create table announcement_themes (
        announcement integer not null references announcements (id) deferrable initially deferred,
        theme text not null references themes (id) deferrable initially deferred,
        how text not null check (how in ('declared', 'inferred')), score real,
        primary key (announcement, theme)
    ) strict;
    create index idx_announcement_themes_theme on announcement_themes (theme);
    create table tags (network text not null, tag text not null, primary key (network, tag)) strict;
    create table announcement_tags (
        announcement integer not null references announcements (id) deferrable initially deferred,
        network text not null, tag text not null,
        primary key (announcement, tag),
        foreign key (network, tag) references tags (network, tag) deferrable initially deferred
    ) strict;
    create index idx_announcement_tags_tag on announcement_tags (network, tag);
    create table evidence (
        announcement integer not null references announcements (id) deferrable initially deferred,
        field text not null, raw text not null, value text, route text not null, precision text,
        assumed text not null, chosen integer not null check (chosen in (0, 1)), page text not null, seen text not null
    ) strict;
    create index idx_evidence_announcement on evidence (announcement, field);
    create table versions (
        announcement integer not null references announcements (id) deferrable initially deferred,
        seen text not null, run integer not null, changed text not null,
        primary key (announcement, run)
    ) strict;
    create index idx_versions_seen on versions (seen);
"""
_TELLINGS = """
    create table pages (
        network text not null, url text not null, source text not null, role text not null,
        last_confirmed text not null,
        primary key (network, url)
    ) strict;
    create table announcement_pages (
        announcement integer not null references announcements (id) deferrable initially deferred,
        network text not null, page text not null, last_confirmed text not null,
        primary key (announcement, page),
        foreign key (network, page) references pages (network, url) deferrable initially deferred
    ) strict;
    create index idx_announcement_pages_page on announcement_pages (network, page);
    create table tellings (
        run integer not null references crawls (run) deferrable initially deferred,
        seq integer not null, position integer not null, network text not null, source text not null,
        role text not null, page text not null, seen text not null,
        announcement integer not null references announcements (id) deferrable initially deferred,
        words_hash text not null, found text,
        primary key (run, seq, position),
        foreign key (network, page) references pages (network, url) deferrable initially deferred
    ) strict;
    create index idx_tellings_announcement on tellings (announcement);
    create index idx_tellings_page on tellings (network, page, source, role);
    create unique index idx_tellings_found on tellings (words_hash) where found is not null;
    create table identities (
        network text not null, scheme text not null, value text not null, id integer not null,
        void integer not null check (void in (0, 1)),
        announcement integer not null references announcements (id) deferrable initially deferred,
        primary key (network, scheme, value, announcement)
    ) strict;
    create index idx_identities_id on identities (id);
    create index idx_identities_announcement on identities (announcement);
"""
_CRAWLS = """
    create table crawls (
        run integer primary key, network text not null, source text not null, started text not null,
        finished text, reason text, requests integer not null default 0, bytes integer not null default 0,
        errors integer not null default 0, captures integer not null default 0, read integer not null default 0,
        new integer not null default 0, changed integer not null default 0, rejected integer not null default 0
    ) strict;
    create index idx_crawls_network on crawls (network, started);
    create table rejected (
        network text not null, page text not null, reason text not null, words text not null, seen text not null,
        primary key (network, page, reason, words)
    ) strict;
"""
_OCCURRENCES = """
    create table occurrences (
        announcement integer not null references announcements (id) deferrable initially deferred,
        starts text not null, ends text,
        primary key (announcement, starts)
    ) strict;
    create index idx_occurrences_starts on occurrences (starts);
"""
