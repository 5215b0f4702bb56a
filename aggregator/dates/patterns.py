"""What dates look like, as patterns over signatures of tokens; their groups name the roles of tokens.

A signature has one character a token. Numbers: `o` 0, `z` 00, `a` 1-9, `A` 01-12, `b` 13-24, `B` 25-31, `c` 32-59,
`e` 60-99, `Y` a year, `q` another number of four digits, `Q` any other. Words: `M` month, `W` weekday, `V` either,
`T` to, `&` and, `F` from, `f` of, `k` at, `h` o'clock, `p` half of the day, `Z` zone, `u` quarter, `g` year, `j` day,
`E` era, `R` last or next, `x` unknown. Signs stand for themselves, `~` for a dash.

Roles: d, m (figures), M (word), V (month or weekday), y, yy, q (quarter), n1 n2 n3 (figures in an order to be found),
h, i, s, p (time), Z (zone), sign, oh, oi, oq (offset), W (weekday), R (last, next). A digit after a role tells
groups of one pattern apart.
"""

from __future__ import annotations

DAY, MONTH, SHORT_YEAR = "[aAbB]", "[aA]", "[zAbBce]"
HOUR, MINUTE = "[aAbzo]", "[zAbBc]"
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
    rf"{WORD_MONTH}'(?P<yy>{SHORT_YEAR})",
)
BARE_MONTHS = (WORD_MONTH, rf"(?P<m>{MONTH})[/.-]{YEAR}", rf"(?P<y>Y)-(?P<m>{MONTH})")
DAYS_ONLY = (rf"{BEFORE}{NUMBER_DAY}(?:j\.?)?(?:,{DAY}\.?)*,?{AFTER}",)
DAY_AND_YEAR = (rf"{BEFORE}{NUMBER_DAY},?{OF}*{YEAR}{AFTER}", rf"{BEFORE}{YEAR}{NUMBER_DAY}")

AT = r"[kFfTh]"
OFFSET = (
    rf"(?:(?P<sign>[+])(?:(?P<oq>q)|(?P<oh>[aAb])(?::?(?P<oi>{MINUTE}))?)|(?P<sign4>[-~])(?:(?P<oq4>q)|(?P<oh4>[aAb])))"
)
ZONE = (
    rf"(?:[(,]*(?P<Z>Z){OFFSET}?\)?"
    rf"|(?P<sign2>\+)(?:(?P<oq2>[qY])|(?P<oh2>[zAb]):?(?P<oi2>{MINUTE}))|(?P<sign3>-)(?P<oq3>q))?\)?"
)
DOTTED_TIME = (rf"(?:{AT}\.?)*(?P<h>{HOUR})\.(?P<i>{MINUTE})(?:\.(?P<s>{MINUTE}))?(?:\.?(?P<p>p)\.?)?(?:h\.?)?{ZONE}",)
TIMES = (
    rf"{AT}*(?P<h>{HOUR}):(?P<i>{MINUTE}):(?P<s>{MINUTE})(?P<sign>-)(?P<oh>[zA]):(?P<oi>{MINUTE})",
    rf"(?:{AT}\.?)*(?P<h>{HOUR}):(?P<i>{MINUTE})(?:[:.](?P<s>{MINUTE}))?(?:\.?(?P<p>p)\.?)?(?:h\.?)?{ZONE}",
    rf"(?:{AT}\.?)*(?P<h>{HOUR})h\.?(?P<i>{MINUTE}){ZONE}",
    rf"(?:{AT}\.?)*(?P<h>{HOUR})\.?(?:h\.?|(?P<p>p)\.?){ZONE}",
    rf"[FfT]*(?:[kh]\.?:?)+(?P<h>{HOUR})(?:[:.](?P<i>{MINUTE}))?(?P<p>p)?(?:h\.?)?{ZONE}",
)

YEAR_AFTER_TIME = (rf",?(?P<y>Y){ZONE}",)
"""The year as the clocks of machines print it: Tue Nov 27 12:40:49 EST 2017."""

BARE_HOUR = (rf"(?:{AT}\.?)*(?P<h>{HOUR})",)
BARE_HOURS = (rf"(?P<h>{HOUR})[-~](?P<h_>{HOUR})(?:h\.?|(?P<p_>p)\.?)?{ZONE}",)
"""Hours told as bare numbers after a day: (15 March 10-12)."""
