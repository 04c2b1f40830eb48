"""How long a feed of three hundred sessions takes to write: CPU, median of twenty."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from roundtable.calendars.model import Meeting
from roundtable.calendars.writing import Published, published
from roundtable.kernel.ids import SeriesId

MEETINGS = 300
ROUNDS = 20
LIMIT_MS = 100.0
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "Africa/Casablanca")


def main() -> int:
    first = datetime(2026, 9, 1, 12, tzinfo=UTC)
    found = [_meeting(n, first + timedelta(days=n)) for n in range(MEETINGS)]
    milliseconds = _median(lambda: published(Published(found, "zh-CN", "开源社")))
    print(f"{MEETINGS} sessions written in {milliseconds:.1f} ms CPU (limit {LIMIT_MS:.0f})")
    return 0 if milliseconds <= LIMIT_MS else 1


def _meeting(number: int, start: datetime) -> Meeting:
    return Meeting(
        series=SeriesId(f"ser_{number % 6}"),
        original=start.replace(tzinfo=None),
        zone=ZONES[number % len(ZONES)],
        start=start,
        end=start + timedelta(hours=1),
        title="高校开源社团双周同步会 Fortnightly sync",
        url="https://roundtable.example.org/r/abcdefghijkmnpqrstuvwxyz23",
        created=start,
        about="每个社团用三分钟报告进展。Every club reports for three minutes.\n" * 3,
    )


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
