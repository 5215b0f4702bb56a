"""What the site generators are given: a dozen posts of a network that is not there, in words of our own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post; `published` and `modified` are moments with their offset, as ISO 8601 writes them."""

    slug: str
    title: str
    published: str
    modified: str = ""
    tags: tuple[str, ...] = ()
    text: str = "The members of the ring met and agreed to meet again."

    @property
    def day(self) -> str:
        return self.published[:10]


POSTS = [
    Post(
        slug="trams-and-buses",
        title="Trams & buses share one ticket from May",
        published="2026-03-04T10:00:00+01:00",
        tags=("mobility", "open data"),
        text="One ticket is enough in <em>nine</em> towns of the ring &amp; on every night bus.",
    ),
    Post(
        slug="heat-plans",
        title="Twelve towns publish their heat plans",
        published="2026-02-11T09:30:00+01:00",
        modified="2026-02-12T17:45:00+01:00",
        tags=("climate",),
    ),
    Post(
        slug="quotes",
        title="What “slow streets” mean: 2 < 3 lanes",
        published="2026-01-20T08:00:00+01:00",
    ),
    Post(
        slug="stadte",
        title="Städte und Gemeinden öffnen ihre Höfe",
        published="2025-12-31T23:30:00+01:00",
        tags=("Kultur",),
    ),
    Post(slug="lodz", title="Łódź joins the ring as its forty-first member", published="2025-11-03T12:00:00+01:00"),
    *(
        Post(
            slug=f"letter-{number}",
            title=f"Letter {number} to the members of the ring",
            published=f"2025-{number:02}-15T07:15:00+0{2 if 4 <= number <= 10 else 1}:00",
            tags=("letters", "climate") if number % 2 else ("letters",),
        )
        for number in range(1, 8)
    ),
]
EDITED = Post(
    slug="lodz",
    title="Łódź joins the ring as its forty-second member",
    published="2025-11-03T12:00:00+01:00",
    tags=("members",),
)
NEW = Post(slug="call", title="Call for night walks", published="2026-04-02T11:00:00+02:00", tags=("mobility",))
