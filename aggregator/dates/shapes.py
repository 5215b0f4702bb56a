"""The shapes of dates: patterns over signatures of tokens, which say what each token of a date stands for.

A signature has one character a token. Numbers: `z` 0, `a` 1-9, `A` 01-12, `b` 13-24, `B` 25-31, `c` 32-59, `e` 60-99, `Y` a
year, `q` another number of four digits. Words: `M` month, `W` weekday, `V` either, `T` to, `&` and, `F` from, `f` of, `k` at,
`h` o'clock, `p` half of the day, `Z` zone, `g` year, `j` day, `E` era, `R` last or next, `x` unknown; signs stand for themselves, `~` is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

Roles = Mapping[str, int]
"""What the tokens of one moment stand for: role to place. Roles: d, m (figures), M (word), V (month or weekday), y, yy,
n1 n2 n3 (figures in an order to be found), h, i, s, p, Z (zone), sign, oh, oi, oq (offset), W (weekday), R (last, next)."""

DAY, MONTH, SHORT_YEAR = "[aAbB]", "[aA]", "[zAbBce]"
HOUR, MINUTE = "[aAbz]", "[zAbBc]"
OF = "[fFk]"
BEFORE = rf"(?:{OF}[-']?)*(?P<R2>R)?(?:(?P<W>[WV])\.?(?:[-~/&T][WV]\.?)?[,)]?)?(?:{OF}[.'-]?)*"
AFTER = r"(?:[,(]?(?P<W2>[WV])\.?\)?)?(?P<R>R)?"
NUMBER_DAY = rf"(?P<d>{DAY})\.?"
WORD_MONTH = r"(?P<M>[MV])\.?"
YEAR = r"(?P<y>Y)(?:\.?g\.?|\.)?(?:E\.?)?"
YEAR_AFTER = rf"(?:[,./-]?{OF}*(?:g\.?)?{YEAR}|[-/.]?'(?P<yy>{SHORT_YEAR}))"

DATES = (
    rf"{BEFORE}{NUMBER_DAY}{OF}*\.?[-/]?{WORD_MONTH}{YEAR_AFTER}?{AFTER}",
    rf"{BEFORE}{WORD_MONTH}[-/]?{OF}*{NUMBER_DAY}{YEAR_AFTER}?{AFTER}",
    rf"{BEFORE}(?P<yy>{SHORT_YEAR})\.?g\.?{NUMBER_DAY}{OF}*{WORD_MONTH}{AFTER}",
    *(
        rf"{OF}*(?P<W>[WV])\.?[,)]?{OF}*(?P<n1>{DAY}){sep}(?P<n2>{DAY}){end}"
        for sep, end in (("/", ""), (r"\.", r"\."))
    ),
    *(rf"{BEFORE}{NUMBER_DAY}{sep}{WORD_MONTH}{sep}(?P<yy>{SHORT_YEAR})" for sep in "-/"),
    rf"{BEFORE}(?:E\.?,?)?(?:g\.?)?{YEAR},?[-/]?{WORD_MONTH}[-/]?{OF}*{NUMBER_DAY}-?(?:j\.?)?,?{AFTER}",
    rf"{BEFORE}(?:E\.?,?)?{YEAR}[-/]?{NUMBER_DAY}[-/]?{OF}*{WORD_MONTH}{AFTER}",
    *(rf"{BEFORE}(?:E\.?,?)?(?P<y>Y){sep}(?P<m>{MONTH}){sep}(?P<d>{DAY})\.?(?:j\.?)?{AFTER}" for sep in ("-", "/", "")),
    rf"{BEFORE}(?:E\.?,?)?(?P<y>Y)\.(?P<m>{MONTH})\.(?P<d>{DAY})\.?(?:j\.?)?{AFTER}",
    *(rf"{BEFORE}(?P<n1>{DAY}){sep}(?P<n2>{DAY}){sep}{YEAR}{AFTER}" for sep in (r"\.", "/", "-", "~")),
    *(
        rf"{BEFORE}(?P<n1>{SHORT_YEAR}|{DAY}){sep}(?P<n2>{DAY}){sep}'?(?P<n3>{SHORT_YEAR})(?:\.?g\.?|\.)?{AFTER}"
        for sep in (r"\.", "/", "-")
    ),
)
"""A day with its month, and its year where it is said."""

BARE_DATES = (
    rf"{BEFORE}(?P<n1>{DAY})(?P<n2>{DAY}){YEAR}{AFTER}",
    *(rf"{BEFORE}(?P<n1>{DAY}){sep}(?P<n2>{DAY})\.?{AFTER}" for sep in ("/", r"\.", "-")),
    rf"{BEFORE}(?P<n1>{DAY}|{SHORT_YEAR})\.?{OF}*{WORD_MONTH},?{OF}*'?(?P<n3>{DAY}|{SHORT_YEAR})\.?(?:g\.?)?,?{AFTER}",
    rf"{BEFORE}{WORD_MONTH}{NUMBER_DAY},?{OF}*(?P<yy>{SHORT_YEAR}){AFTER}",
)
"""Figures that are a date only where they are all that is said, or one end of a range."""

MONTHS = (
    rf"{OF}*u(?P<q>[aA]),?[/-]?{OF}*{YEAR}",
    rf"{OF}*(?P<q>[aA])\.?{OF}*u\.?,?[/-]?{OF}*{YEAR}",
    rf"{YEAR},?[/-]?u(?P<q>[aA])",
    rf"{OF}*{WORD_MONTH}[,/-]?{OF}*(?:g\.?)?{YEAR}",
    rf"{YEAR}[,/-]?{WORD_MONTH}",
)
BARE_MONTHS = (WORD_MONTH, rf"(?P<m>{MONTH})[/.-]{YEAR}", rf"(?P<y>Y)-(?P<m>{MONTH})")
DAYS_ONLY = (rf"{BEFORE}{NUMBER_DAY}(?:j\.?)?(?:,{DAY}\.?)*,?{AFTER}",)
DAY_AND_YEAR = (rf"{BEFORE}{NUMBER_DAY},?{OF}*{YEAR}{AFTER}", rf"{BEFORE}{YEAR}{NUMBER_DAY}")

AT = r"[kFfTh]"
ZONE = (
    rf"(?:[(,]*(?P<Z>Z)(?:(?P<sign>[-+~])(?:(?P<oq>q)|(?P<oh>[aAb])(?::?(?P<oi>{MINUTE}))?))?\)?"
    rf"|(?P<sign2>\+)(?:(?P<oq2>q)|(?P<oh2>[zAb]):?(?P<oi2>{MINUTE}))|(?P<sign3>-)(?P<oq3>q))?\)?"
)
DOTTED_TIME = (rf"(?:{AT}\.?)*(?P<h>{HOUR})\.(?P<i>{MINUTE})(?:\.(?P<s>{MINUTE}))?(?:\.?(?P<p>p)\.?)?(?:h\.?)?{ZONE}",)
TIMES = (
    rf"(?:{AT}\.?)*(?P<h>{HOUR}):(?P<i>{MINUTE})(?:[:.](?P<s>{MINUTE}))?(?:\.?(?P<p>p)\.?)?(?:h\.?)?{ZONE}",
    rf"(?:{AT}\.?)*(?P<h>{HOUR})h\.?(?P<i>{MINUTE}){ZONE}",
    rf"(?:{AT}\.?)*(?P<h>{HOUR})\.?(?:h\.?|(?P<p>p)\.?){ZONE}",
    rf"[FfT]*(?:[kh]\.?:?)+(?P<h>{HOUR})(?:[:.](?P<i>{MINUTE}))?(?P<p>p)?(?:h\.?)?{ZONE}",
)
TIME_GAP = r"[,|/(~-]*\(?"


def _compiled(*families: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of whole families."""
    return tuple(re.compile(pattern) for family in families for pattern in family)


def _timed(family: tuple[str, ...]) -> tuple[str, ...]:
    """Each date with an hour after it or before it."""
    after = tuple(rf"{date}{TIME_GAP}{time}" for date in family for time in TIMES)
    after += tuple(rf"{date}[,|(]*{time}" for date in family for time in DOTTED_TIME)
    before = tuple(rf"{time}[,|)]*{date}" for date in family for time in TIMES)
    return after + before


DATE = _compiled(DATES, MONTHS, _timed(DATES))
BARE = _compiled(BARE_DATES, BARE_MONTHS, _timed(BARE_DATES))
PART = _compiled(DAYS_ONLY, DAY_AND_YEAR, TIMES, DOTTED_TIME, (rf"(?:{AT}\.?)*(?P<h>{HOUR})",), _timed(DAYS_ONLY))
BETWEEN = re.compile(r"[,.]?[/|]?(?:[-~]T?|T[-']?|&|/)[/|]?")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tokens of a date or period stand for; `bare` where it is one only if nothing else is said."""

    start: Roles
    end: Roles | None = None
    bare: bool = False


def _roles(match: re.Match[str], offset: int = 0) -> dict[str, int]:
    """Return the places of the groups that matched, under the names of their roles."""
    roles = {
        "W2": "W",
        "R2": "R",
        "yy2": "yy",
        "sign2": "sign",
        "sign3": "sign",
        "oq2": "oq",
        "oq3": "oq",
        "oh2": "oh",
        "oi2": "oi",
    }
    found = {
        roles.get(name, name): match.start(name) + offset
        for name, text in match.groupdict().items()
        if text is not None
    }
    if "M" in found and match.group("M") == "V":
        found["V"] = found.pop("M")
    return found


def _moments(kinds: str, families: tuple[tuple[re.Pattern[str], ...], ...], offset: int) -> Iterator[dict[str, int]]:
    """Return the readings of a signature as one moment."""
    for family in families:
        for pattern in family:
            if match := pattern.fullmatch(kinds):
                yield _roles(match, offset)


def _says(roles: Roles) -> str:
    """Return what a moment says: d(ay), m(onth), y(ear), t(ime)."""
    day = "d" * bool({"d", "n1"} & set(roles))
    month = "m" * bool({"m", "M", "V", "n2"} & set(roles))
    year = "y" * bool({"y", "yy", "n3"} & set(roles))
    return day + month + year + "t" * ("h" in roles)


RANGES = frozenset(
    f"{start}{time}>{end}{time}"
    for start, ends in {
        "d": ("dm", "dmy"),
        "dm": ("d", "dy", "dm", "dmy"),
        "dmy": ("d", "dm", "dmy"),
        "dy": ("dm",),
        "m": ("m", "my"),
        "my": ("m", "my"),
    }.items()
    for end in ends
    for time in ("", "t")
) | {"dmt>t", "dmyt>t", "t>dmt", "t>dmyt", "d>dmt", "d>dmyt", "dm>dmyt", "dm>dyt", "dmt>dmy", "dmyt>dmy", "dmyt>d"}
"""What the two ends of a period may say, start > end: the rest is said once for both."""


def _ranges(kinds: str) -> Iterator[Shape]:
    """Return the readings of a signature as a period."""
    whole = (DATE, BARE, PART)
    for cut in BETWEEN.finditer(kinds):
        left, right = kinds[: cut.start()], kinds[cut.end() :]
        for start in _moments(left, whole, 0):
            for end in _moments(right, whole, cut.end()):
                if f"{_says(start)}>{_says(end)}" in RANGES:
                    yield Shape(start, end, _bare(start, end))


def _bare(start: Roles, end: Roles) -> bool:
    """Whether a period without a year could be something else: figures, months, or a number after a day and its month."""
    said = _says(start) + _says(end)
    if "y" in said:
        return False
    counted = _says(end) == "d" and start.get("d", 0) < start.get("M", 0) and "W" not in end
    return "d" not in said or counted or not {"M", "V", "W"} & (set(start) | set(end))


def _hours(kinds: str) -> Iterator[Shape]:
    """Return a day with hours that are told as bare numbers: (15 March 10-12)."""
    for pattern in _HOURS:
        if match := pattern.fullmatch(kinds):
            roles = _roles(match)
            end = {name.removesuffix("_"): place for name, place in roles.items() if name in ("h_", "i_", "p_")}
            start = {name: place for name, place in roles.items() if not name.endswith("_")}
            yield Shape(start, end)


_HOURS = _compiled(tuple(rf"{date}[,(|:]*(?P<h>{HOUR})[-~](?P<h_>{HOUR})(?:h\.?|(?P<p_>p)\.?)?\)?" for date in DATES))


@lru_cache(maxsize=20_000)
def shapes(kinds: str) -> tuple[Shape, ...]:
    """Return the readings of a signature, the likeliest first.

    >>> [(dict(shape.start), dict(shape.end)) for shape in shapes("bTbMY")]
    [({'d': 0}, {'d': 2, 'M': 3, 'y': 4})]
    """
    kinds = kinds.strip(",")
    if not re.search(r"[MVYWaAbB]", kinds) or len(kinds) > 40:
        return ()
    found = [Shape(roles) for roles in _moments(kinds, (DATE,), 0)]
    if not re.fullmatch(rf"{DAY}-{DAY}-{DAY}", kinds):
        found += _ranges(kinds)
    found += _hours(kinds)
    found += [Shape(roles, None, True) for roles in _moments(kinds, (BARE,), 0)]
    return tuple({repr(shape): shape for shape in found}.values())
