"""The views of announcements.db, declared in one place and brought up to date whenever the file is opened to write."""

from __future__ import annotations

from sqlite_utils import Database

VIEWS = {
    "browse": """
        select a.id, a.title, n.name as network, a.kind,
            coalesce(a.published_day, a.starts_day) as day, a.published, a.starts, a.ends, a.deadline, a.state,
            (select json_group_array(label) from (
                select t.label from announcement_themes x join themes t on t.id = x.theme
                where x.announcement = a.id order by t.label
            )) as themes,
            a.city, a.country, a.language, a.month, a.url,
            (select max(last_confirmed) from announcement_pages p where p.announcement = a.id) as last_seen
        from announcements a join networks n on n.id = a.network
    """,
    "upcoming": """
        select a.id, a.title, a.network, a.state, a.starts, a.ends, a.starts_day, a.ends_day, a.city, a.country,
            a.themes, a.url
        from announcements a where a.ends_day >= date('now') order by a.starts_day, a.id
    """,
    "recent_changes": """
        select v.seen, a.id, a.title, a.network, c.key as field,
            json_extract(c.value, '$[0]') as old, json_extract(c.value, '$[1]') as new, v.run
        from versions v join announcements a on a.id = v.announcement, json_each(v.changed) c
        order by v.seen desc, a.id, c.key
    """,
    "date_conflicts": """
        select distinct a.id, a.title, a.network, e.field, taken.value as taken, taken.raw as taken_words,
            e.value as other, e.raw as other_words, e.route as other_route, e.page as other_page
        from evidence e
        join evidence taken on taken.announcement = e.announcement and taken.field = e.field and taken.chosen
        join announcements a on a.id = e.announcement
        where e.field in ('published', 'starts', 'ends', 'deadline') and not e.chosen and e.value is not null
            and case
                when length(e.value) > 10 and length(taken.value) > 10 -- two moments, each with its offset
                then strftime('%Y-%m-%dT%H:%M', e.value) <> strftime('%Y-%m-%dT%H:%M', taken.value)
                else substr(e.value, 1, min(length(e.value), length(taken.value), 10))
                    <> substr(taken.value, 1, min(length(e.value), length(taken.value), 10))
            end
            and not ( -- running text may name any day of the event
                e.route = 'prose' and substr(e.value, 1, 10) between a.starts_day and a.ends_day
                and substr(e.value, 1, 10) <> substr(taken.value, 1, 10)
            )
        union
        select a.id, a.title, a.network, e.field, e.value, e.raw, substr(e.seen, 1, 10), e.seen, 'fetched', e.page
        from evidence e join announcements a on a.id = e.announcement
        where e.field = 'published' and e.chosen and a.published_day > date(e.seen, '+1 day')
    """,
    "unmapped_tags": """
        select g.network, g.tag, count(*) as announcements
        from announcement_tags g
        where not exists (
            select 1 from evidence e
            where e.announcement = g.announcement and e.field = 'themes' and e.raw = g.tag
        )
        group by g.network, g.tag order by announcements desc, g.network, g.tag
    """,
    "timeline": """
        select a.month, a.network, coalesce(x.theme, '') as theme, count(*) as announcements
        from announcements a left join announcement_themes x on x.announcement = a.id
        where a.month is not null
        group by a.month, a.network, x.theme
    """,
}


def create_views(db: Database) -> None:
    """Create the views that are missing, replace those that are declared otherwise now."""
    for name, sql in VIEWS.items():
        db.create_view(name, "\n".join(line.strip() for line in sql.strip().splitlines()), replace=True)
