"""Writes `aggregator/vocabulary/cldr_dates.toml`: the date words of Europe's languages, taken from CLDR through Babel.

Run `python -m aggregator.dates.build` after changing the version of Babel; a test fails while the file is not current.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from babel import Locale

TARGET = Path(__file__).parent.parent / "vocabulary" / "cldr_dates.toml"

LOCALES = {
    **{
        code: (code,)
        for code in [
            "bg",
            "ca",
            "cs",
            "da",
            "de",
            "el",
            "es",
            "et",
            "fi",
            "fr",
            "ga",
            "hr",
            "hu",
            "is",
            "it",
            "lt",
            "lv",
            "mt",
            "nb",
            "nl",
            "pl",
            "ro",
            "sk",
            "sl",
            "sv",
            "tr",
            "uk",
        ]
    },
    "en": ("en", "en_GB"),
    "pt": ("pt", "pt_PT"),
    "sr": ("sr", "sr_Latn"),
}
"""Our language codes and the locales whose words they take: 24 of the European Union, six of its neighbours."""

QUOTED = re.compile(r"'([^']+)'")
DAYS = range(7)
MONTHS = range(1, 13)


def words(locale: Locale, table: str, key: Any) -> Iterator[str]:
    """Return the forms of one month or weekday, all contexts and lengths but the one-letter ones."""
    data = getattr(locale, table)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            if key in data.get(context, {}).get(width, {}):
                yield data[context][width][key]


def patterns(locale: Locale) -> Iterator[str]:
    """Every pattern of the locale that prints a day or an hour."""
    yield from (fmt.pattern for fmt in locale.date_formats.values())
    skeletons = ((set(key), fmt) for key, fmt in locale.datetime_skeletons.items())
    yield from (fmt.pattern for fields, fmt in skeletons if fields & set("dHhyM") and not fields & set("wWQ"))
    yield from (str(fmt).replace("{", "").replace("}", "") for fmt in locale.datetime_formats.values())
    for formats in locale.interval_formats.values():
        if isinstance(formats, dict):
            yield from ("".join(parts) for parts in formats.values())


def literals(locale: Locale) -> dict[str, set[str]]:
    """Return the words between the fields: after a `year`, a `day`, an `hour`, or elsewhere (`of`)."""
    found: dict[str, set[str]] = {"year": set(), "day": set(), "hour": set(), "of": set()}
    for pattern in patterns(locale):
        for match in QUOTED.finditer(pattern):
            word = match.group(1).strip(" .’'").casefold()
            before = pattern[: match.start()].rstrip(" .\u202f")[-1:]
            after = pattern[match.end() :].lstrip(" .’")[:1]
            kind = {"y": "year", "d": "day", "H": "hour", "h": "hour", "m": "hour"}.get(before, "of")
            if kind == "day" and after in set("ML"):
                kind = "of"
            if word and word.isalpha():
                found[kind].add(word)
    found["of"] -= found["year"] | found["hour"]
    return found


def forms(texts: Iterable[str]) -> str:
    """Distinct forms, lower case, without the dots of abbreviations, joined by `|`."""
    cleaned = {text.lower().replace("i̇", "i").strip().strip(".") for text in texts}
    return "|".join(sorted(form for form in cleaned if form))


def facts(code: str) -> dict[str, Any]:
    """Return what the file says of one language."""
    locales = [Locale.parse(name) for name in LOCALES[code]]
    every = [literals(locale) for locale in locales]
    periods = [
        loc.day_periods.get(ctx, {}).get(w, {})
        for loc in locales
        for ctx in ("format", "stand-alone")
        for w in ("wide", "abbreviated", "narrow")
    ]
    return {
        "month": [forms(form for loc in locales for form in words(loc, "months", month)) for month in MONTHS],
        "weekday": [forms(form for loc in locales for form in words(loc, "days", day)) for day in DAYS],
        "am": forms(period["am"] for period in periods if "am" in period),
        "pm": forms(period["pm"] for period in periods if "pm" in period),
        **{
            kind: "|".join(sorted(set().union(*(one[kind] for one in every)))) for kind in ("year", "day", "hour", "of")
        },
        "era": forms(form for loc in locales for era in loc.eras.values() for key, form in era.items() if key == 1),
        "zone": zones(locales),
        "quarter": forms(quarters(locales)),
        "long": locales[0].date_formats["long"].pattern,
        "month_day": locales[-1].datetime_skeletons["Md"].pattern,
        "ago": [forms(form for loc in locales for form in ago(loc, unit, "past")) for unit in UNITS],
        "in": [forms(form for loc in locales for form in ago(loc, unit, "future")) for unit in UNITS],
    }


METAZONES = {
    ("GMT", "standard"): 0,
    ("Europe_Western", "standard"): 0,
    ("Europe_Western", "daylight"): 60,
    ("Europe_Central", "standard"): 60,
    ("Europe_Central", "daylight"): 120,
    ("Europe_Eastern", "standard"): 120,
    ("Europe_Eastern", "daylight"): 180,
}
"""Minutes east of Greenwich of CLDR's zones of Europe."""


def zones(locales: list[Locale]) -> dict[str, str]:
    """Return the long names of zones under their minutes."""
    names: dict[int, set[str]] = {}
    for locale in locales:
        for (metazone, kind), minutes in METAZONES.items():
            name = locale.meta_zones.get(metazone, {}).get("long", {}).get(kind)
            names.setdefault(minutes, set()).update([name] if name else [])
        universal = locale.time_zones.get("Etc/UTC", {}).get("long", {}).get("standard")
        names.setdefault(0, set()).update([universal] if universal else [])
    return {str(minutes): forms(found) for minutes, found in sorted(names.items()) if found}


def quarters(locales: list[Locale]) -> Iterator[str]:
    """Return the words for a quarter of a year, without their numbers."""
    for locale in locales:
        for width in ("wide", "abbreviated"):
            for number, name in locale.quarters["format"][width].items():
                word = re.sub(rf"(?<!\w){number}[^\W\d]*\W*|{number}", "", name).strip(" .")
                if str(number) in name and word.isalpha():
                    yield word


UNITS = ("minute", "hour", "day", "week", "month", "year")


def ago(locale: Locale, unit: str, direction: str) -> Iterator[str]:
    """Return the patterns of `3 days ago` or `in 3 days` for one unit, all plurals and lengths."""
    fields = locale._data["date_fields"]
    for width in ("", "-short", "-narrow"):
        yield from fields.get(unit + width, {}).get(direction, {}).values()


def written(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def render() -> str:
    """Return the whole file as TOML."""
    lines = [
        "# Generated by `python -m aggregator.dates.build` from CLDR through Babel "
        + version("babel")
        + ". Do not edit:",
        "# what CLDR lacks or has wrong stands in date_words.toml. Months from January, weekdays from Monday.",
    ]
    for code in sorted(LOCALES):
        lines += ["", f"[{code}]"]
        for key, value in facts(code).items():
            if value and not (isinstance(value, list) and not any(value)):
                lines.append(f"{key} = {written(value)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the file and say where."""
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET.name}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
