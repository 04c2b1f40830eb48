"""HTTP routes about series, their sessions, seats, and everybody's home."""

from roundtable.http.routes import Call, delete, get, patch, post, put
from roundtable.series.activity import Activity
from roundtable.series.handover import Handover
from roundtable.series.home import Home
from roundtable.series.model import RoleHolder
from roundtable.series.previewing import Previews
from roundtable.series.resources.clubs import CampusOfSeriesPath, ClubActivity, ClubOfSeriesPath
from roundtable.series.resources.home import HomeView
from roundtable.series.resources.seats import (
    HandoverForm,
    HandoverPath,
    HandoverPlan,
    HandoverPlanPath,
    HandoverView,
    SeatForm,
    SeatList,
    SeatPath,
    SeatView,
)
from roundtable.series.resources.series import (
    NewSeries,
    PreviewForm,
    PreviewView,
    RoleForm,
    RolePath,
    SeriesChanges,
    SeriesList,
    SeriesPath,
    SeriesQuery,
    SeriesView,
)
from roundtable.series.resources.sessions import (
    ConflictList,
    FollowingForm,
    FollowingView,
    ResponseForm,
    SessionChanges,
    SessionPage,
    SessionPath,
    SessionsQuery,
    SessionView,
)
from roundtable.series.seats import Seats
from roundtable.series.service import Planning
from roundtable.series.sessions import Sessions


class SeriesApi:
    """Series as wholes."""

    def __init__(self, planning: Planning, previews: Previews) -> None:
        self._planning = planning
        self._previews = previews

    @get("/api/series", needs="account", token="read")
    async def page(self, call: Call, query: SeriesQuery) -> SeriesList:
        """List the caller's series; administrators may list all."""
        return await self._planning.page(call.signed_in, query)

    @post("/api/series", status=201, needs="account", token="series:write", limits=("making",))
    async def make(self, call: Call, body: NewSeries) -> SeriesView:
        """Plan a series. Its room is made with it."""
        return await self._planning.make(call.signed_in, body)

    @post("/api/series/preview", needs="account", token="read")
    async def preview(self, call: Call, body: PreviewForm) -> PreviewView:
        """Tell what a schedule would mean on each campus."""
        return await self._previews.preview(body)

    @get("/api/series/{id}", needs="account", token="read")
    async def read(self, call: Call, path: SeriesPath) -> SeriesView:
        """Show a series."""
        return await self._planning.read(call.signed_in, path.id)

    @patch("/api/series/{id}", token="series:write")
    async def change(self, call: Call, path: SeriesPath, body: SeriesChanges) -> SeriesView:
        """Change a series; what would be lost is named first."""
        return await self._planning.change(call.signed_in, path.id, body)

    @delete("/api/series/{id}", token="series:write")
    async def end(self, call: Call, path: SeriesPath) -> None:
        """End a series; what was stays."""
        await self._planning.end(call.signed_in, path.id)

    @post("/api/series/{id}/roles", needs="account", token="series:write", limits=("links",))
    async def give_role(self, call: Call, path: SeriesPath, body: RoleForm) -> SeriesView:
        """Give somebody a role."""
        return await self._planning.give_role(call.signed_in, path.id, body, body.role)

    @delete("/api/series/{id}/roles/{person_id}/{role}", token="series:write")
    async def take_role(self, call: Call, path: RolePath) -> None:
        """Take a role from somebody, or lay one's own down."""
        await self._planning.take_role(call.signed_in, path.id, RoleHolder(path.person_id, path.role))


class SessionsApi:
    """Single sessions of series."""

    def __init__(self, sessions: Sessions, planning: Planning) -> None:
        self._sessions = sessions
        self._planning = planning

    @get("/api/series/{id}/sessions", needs="account", token="read")
    async def page(self, call: Call, path: SeriesPath, query: SessionsQuery) -> SessionPage:
        """List sessions in order."""
        return await self._sessions.page(call.signed_in, path.id, query)

    @get("/api/series/{id}/conflicts", needs="account", token="read")
    async def conflicts(self, call: Call, path: SeriesPath) -> ConflictList:
        """Tell where clubs of the series have to be elsewhere too."""
        return await self._sessions.conflicts(call.signed_in, path.id)

    @get("/api/series/{id}/sessions/{key}", needs="account", token="read")
    async def read(self, call: Call, path: SessionPath) -> SessionView:
        """Show a session."""
        return await self._sessions.read(call.signed_in, path.id, path.key)

    @patch("/api/series/{id}/sessions/{key}", token="series:write")
    async def change(self, call: Call, path: SessionPath, body: SessionChanges) -> SessionView:
        """Cancel, move or retitle a session, or make it as in the series again."""
        return await self._sessions.change(call.signed_in, path.id, path.key, body)

    @post("/api/series/{id}/sessions/{key}/following", needs="account", token="series:write", limits=("making",))
    async def follow(self, call: Call, path: SessionPath, body: FollowingForm) -> FollowingView:
        """Change this session and all that follow; what would be lost is named first."""
        return await self._planning.follow(call.signed_in, path.id, path.key, body)

    @put("/api/series/{id}/sessions/{key}/response", token="series:write")
    async def respond(self, call: Call, path: SessionPath, body: ResponseForm) -> SessionView:
        """Say whether a club comes."""
        return await self._sessions.respond(call.signed_in, path.id, path.key, body)


class SeatsApi:
    """Seats of clubs."""

    def __init__(self, seats: Seats, handover: Handover) -> None:
        self._seats = seats
        self._handover = handover

    @get("/api/series/{id}/seats", needs="account", token="read")
    async def read(self, call: Call, path: SeriesPath) -> SeatList:
        """List the seats of a series, with the record of who sat there."""
        return await self._seats.read(call.signed_in, path.id)

    @post("/api/series/{id}/seats", status=201, needs="account", token="series:write", limits=("links",))
    async def add(self, call: Call, path: SeriesPath, body: SeatForm) -> SeatView:
        """Give a club a seat."""
        return await self._seats.add(call.signed_in, path.id, body)

    @delete("/api/series/{id}/seats/{seat_id}", token="series:write")
    async def remove(self, call: Call, path: SeatPath) -> None:
        """Take a seat away, or leave one's own."""
        await self._seats.remove(call.signed_in, path.id, path.seat_id)

    @post("/api/clubs/{id}/handover", needs="account", token="series:write", limits=("links",))
    async def hand_over(self, call: Call, path: HandoverPath, body: HandoverForm) -> HandoverView:
        """Hand over everything that somebody holds for a club."""
        return await self._handover.hand_over(call.signed_in, path.id, body)

    @get("/api/clubs/{id}/handover/{person_id}", needs="account", token="read")
    async def plan_handover(self, call: Call, path: HandoverPlanPath) -> HandoverPlan:
        """Tell what would be handed over if somebody handed everything over that they hold for a club."""
        return await self._handover.plan(call.signed_in, path.id, path.person_id)


class ActivityApi:
    """What clubs do in series, for their pages."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity

    @get("/api/clubs/{id}/activity", needs="account", token="read")
    async def of_club(self, call: Call, path: ClubOfSeriesPath) -> ClubActivity:
        """Tell who speaks for a club and what it is asked to, in the series that are the reader's too."""
        return await self._activity.of_club(call.signed_in, path.id)

    @get("/api/campuses/{id}/activity", needs="account", token="read")
    async def of_campus(self, call: Call, path: CampusOfSeriesPath) -> ClubActivity:
        """Tell the same of all clubs of a campus."""
        return await self._activity.of_campus(call.signed_in, path.id)


class HomeApi:
    """Everybody's home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @get("/api/home", needs="account", token="read")
    async def read(self, call: Call) -> HomeView:
        """Tell what is next, what waits for an answer, and what is the caller's."""
        return await self._home.read(call.signed_in)
