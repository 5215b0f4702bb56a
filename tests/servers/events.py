"""Events in the shape of The Events Calendar's REST API, as the plugin of the test site answers them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.servers.wordpress import PARTS

FORM = "%Y-%m-%d %H:%M:%S"


def events() -> list[dict[str, Any]]:
    """Return the events of events.toml, and a hundred and twenty weekly ones, so that the API needs three pages."""
    told = tomllib.loads((PARTS / "events.toml").read_text(encoding="utf-8"))["event"]
    weekly = [_weekly(number) for number in range(1, 121)]
    return [event(number, **facts) for number, facts in enumerate(told + weekly, 501)]


def _weekly(number: int) -> dict[str, Any]:
    day = datetime(2025, 1, 7, 17, 0) + timedelta(weeks=number)
    return {
        "title": f"Open office hour {number}",
        "start_date": day.strftime(FORM),
        "end_date": (day + timedelta(hours=1)).strftime(FORM),
        "timezone": "Europe/Brussels",
        "tags": ["office hour"],
    }


def event(number: int, **facts: Any) -> dict[str, Any]:
    """Return one event as the API answers it; what the facts leave out is as the software has it then."""
    zone = facts.get("timezone", "Europe/Brussels")
    universal = {
        f"utc_{name}": _universal(facts[name], zone)
        for name in ("start_date", "end_date")
        if f"utc_{name}" not in facts
    }
    blank: dict[str, Any] = {"description": "", "excerpt": "", "all_day": False, "status": "publish", "cost": ""}
    dates = {"date": "2018-02-03 10:00:00", "date_utc": "2018-02-03 09:00:00"}
    dates |= {"modified": "2018-02-04 10:00:00", "modified_utc": "2018-02-04 09:00:00"}
    whole = blank | {"id": number, "slug": f"event-{number}", "organizer": []} | dates | universal | facts
    whole["venue"] = {"id": 9, **facts["venue"]} if "venue" in facts else []
    for name in ("categories", "tags"):
        whole[name] = [{"name": text.replace("&", "&amp;"), "slug": "term"} for text in facts.get(name, [])]
    return whole


def _universal(text: str, zone: str) -> str:
    return datetime.strptime(text, FORM).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).strftime(FORM)
