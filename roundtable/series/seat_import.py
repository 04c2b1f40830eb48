"""What a sheet of seats would do to those that are there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from roundtable.http.limits import LIMITS
from roundtable.kernel.errors import Conflict, NotFound, Refusal
from roundtable.kernel.ids import PersonId, SeriesId, new_id
from roundtable.kernel.sheets import MOST_ERRORS, LineError
from roundtable.series.model import Seat
from roundtable.series.seat_sheet import SeatRow
from roundtable.series.seats import new_seat, refuse_taken

MOST_NEWCOMERS: Final = LIMITS["invitations"].amount
"""More strangers than this nobody may write to in an hour."""

_COLUMN_OF: Final = {"no_such_person": "name", "principal_taken": "kind", "term_backwards": "until"}
"""Where a line is wrong when a refusal says so; with any other, in the address."""


@dataclass(frozen=True, slots=True)
class Table:
    """A series' table as it is."""

    series: SeriesId
    seats: Sequence[Seat]
    """All of them, those that were left too."""
    holders: Mapping[str, PersonId]
    """Who has sat there, by address."""
    known: Mapping[str, PersonId | None]
    """Who of the sheet has an account, by address; None may not sign in any more."""


@dataclass(slots=True)
class SeatPlan:
    """The seats that a sheet adds, who has to be invited for them, and what is wrong."""

    table: Table
    today: date
    new: list[Seat] = field(default_factory=list)
    newcomers: dict[str, str] = field(default_factory=dict)
    """Names by address."""
    unchanged: int = 0
    errors: list[LineError] = field(default_factory=list)
    _expected: dict[str, PersonId] = field(default_factory=dict)
    """Stand for newcomers as long as they have no account."""

    def take(self, line: int, row: SeatRow) -> None:
        """Find out what a line means."""
        holder = self.table.holders.get(row.email)
        if holder is not None and any(self._stands(seat, holder, row) for seat in self.table.seats):
            self.unchanged += 1
            return
        try:
            seat = new_seat(self.table.series, row, self._person(row), self.today)
            refuse_taken([*self.table.seats, *self.new], seat)
        except Refusal as refusal:
            if len(self.errors) < MOST_ERRORS:
                column = _COLUMN_OF.get(refusal.code, "email")
                self.errors.append(LineError(line, refusal.code, {**refusal.params, "column": column}))
        else:
            self.new.append(seat)

    def seated(self, invited: Mapping[str, PersonId]) -> list[Seat]:
        """Return the new seats with those on them who have been invited."""
        become = {self._expected[email]: person for email, person in invited.items()}
        return [replace(seat, person_id=become.get(seat.person_id, seat.person_id)) for seat in self.new]

    def _stands(self, seat: Seat, holder: PersonId, row: SeatRow) -> bool:
        same = (seat.club_id, seat.person_id, seat.kind, seat.until) == (row.club_id, holder, row.kind, row.until)
        began = seat.since == row.since if row.since is not None else seat.since <= self.today
        return seat.ended_at is None and same and began

    def _person(self, row: SeatRow) -> PersonId:
        if row.email in self.table.known:
            person = self.table.known[row.email]
            if person is None:
                raise Conflict("person_disabled")
            return person
        if row.email not in self.newcomers:
            if row.name is None:
                raise NotFound("no_such_person")
            if len(self.newcomers) == MOST_NEWCOMERS:
                raise Conflict("too_many_newcomers", most=MOST_NEWCOMERS)
            self.newcomers[row.email] = row.name
            self._expected[row.email] = PersonId(new_id("per"))
        return self._expected[row.email]


def planned(table: Table, rows: Sequence[tuple[int, SeatRow]], today: date) -> SeatPlan:
    """Compare a sheet with the seats. The same sheet again changes nothing."""
    plan = SeatPlan(table, today)
    for line, row in rows:
        plan.take(line, row)
    return plan
