"""Rows of jobs, and the few statements that move them. Each takes `now`, so that one clock decides."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.database.paging import page
from roundtable.jobs.job import MOST_ATTEMPTS, Job, JobId, NewJob, Withdrawal, WrittenJob
from roundtable.kernel.ids import new_id
from roundtable.kernel.pages import Window


class JobRow(Base):
    """A job. It waits while neither done nor failed."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "unique_key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    unique_key: Mapped[str] = mapped_column(String(300))
    payload: Mapped[str]
    run_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int]
    locked_by: Mapped[str | None] = mapped_column(String(64))
    locked_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]


Index("ix_job_waiting", JobRow.done_at, JobRow.failed_at, JobRow.run_at)

_jobs: Any = JobRow.__table__
_waiting: Any = _jobs.c.done_at.is_(None) & _jobs.c.failed_at.is_(None)


async def enqueue(connection: Connection, jobs: Iterable[NewJob], now: datetime) -> int:
    """Write jobs in the caller's transaction and return how many are new.

    Those whose key is there already stay as they are.
    """
    rows = [_row(job, now) for job in jobs]
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: Any = dialect.insert(_jobs).values(rows)
    fresh = statement.on_conflict_do_nothing(index_elements=["kind", "unique_key"]).returning(_jobs.c.id)
    return len((await connection.execute(fresh)).all())


def _row(job: NewJob, now: datetime) -> dict[str, object]:
    return {
        "id": new_id("job"),
        "kind": job.kind,
        "unique_key": job.key,
        "payload": json.dumps(job.payload, ensure_ascii=False),
        "run_at": job.run_at or now,
        "expires_at": job.expires_at,
        "attempts": 0,
        "created_at": now,
    }


async def withdraw(connection: Connection, kind: str, key: str, now: datetime) -> Withdrawal:
    """Leave a job undone, unless somebody works on it or it is done; return what is known of it then."""
    mine = (_jobs.c.kind == kind) & (_jobs.c.unique_key == key) & _jobs.c.done_at.is_(None)
    query = select(_jobs.c.attempts).where(mine).with_for_update()
    tries = (await connection.execute(query)).scalar()
    if tries is None:
        return "settled"
    withdrawn = {"done_at": now, "failed_at": None, "last_error": "withdrawn"}
    await connection.execute(update(_jobs).where(mine, _is_free(now)).values(**withdrawn))
    return "tried" if tries else "untouched"


async def written(connection: Connection, kind: str, keys: Collection[str]) -> set[str]:
    """Return those of some keys by which a job was written, whatever became of it."""
    query = select(_jobs.c.unique_key).where(_jobs.c.kind == kind, _jobs.c.unique_key.in_(list(keys)))
    return set((await connection.execute(query)).scalars())


async def is_followed(connection: Connection, kind: str, prefix: str, now: datetime) -> bool:
    """Say whether another job whose key begins so waits for a later moment."""
    mine = (_jobs.c.kind == kind) & _jobs.c.unique_key.startswith(prefix, autoescape=True)
    return await connection.scalar(select(exists().where(mine, _waiting, _jobs.c.run_at > now))) or False


async def is_any_due(connection: Connection, now: datetime, kinds: Collection[str]) -> bool:
    """Say whether there is something to claim or to leave undone; only reads."""
    concerns_us = _jobs.c.kind.in_(list(kinds)) | (_jobs.c.expires_at <= now)
    due = select(_jobs.c.id).where(_waiting, _jobs.c.run_at <= now, concerns_us, _is_free(now)).limit(1)
    return (await connection.execute(due)).first() is not None


async def expire(connection: Connection, now: datetime) -> int:
    """Leave undone what is too late: after a day off nobody gets yesterday's reminders."""
    late = update(_jobs).where(_waiting, _jobs.c.run_at <= now, _jobs.c.expires_at <= now, _is_free(now))
    return int((await connection.execute(late.values(done_at=now, last_error="expired"))).rowcount)


async def claim(
    connection: Connection, worker: str, now: datetime, *, kinds: Collection[str], until: datetime, most: int
) -> Sequence[Job]:
    """Take due jobs on, the longest due first; nobody else gets them before `until`."""
    due = (
        select(_jobs.c.id)
        .where(_waiting, _jobs.c.run_at <= now, _jobs.c.kind.in_(list(kinds)), _is_free(now))
        .order_by(_jobs.c.run_at, _jobs.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(_jobs)
        .where(_jobs.c.id.in_(due))
        .values(locked_by=worker, locked_until=until, attempts=_jobs.c.attempts + 1)
        .returning(_jobs.c.id, _jobs.c.kind, _jobs.c.unique_key, _jobs.c.payload, _jobs.c.attempts)
    )
    rows = (await connection.execute(taken)).all()
    return [Job(JobId(id_), kind, key, json.loads(payload), tries) for id_, kind, key, payload, tries in rows]


async def renew(connection: Connection, worker: str, ids: Sequence[JobId], until: datetime) -> set[JobId]:
    """Hold on to jobs for longer; return those that are still ours."""
    held = update(_jobs).where(_jobs.c.id.in_(ids), _jobs.c.locked_by == worker, _waiting)
    rows = await connection.execute(held.values(locked_until=until).returning(_jobs.c.id))
    return {JobId(id_) for (id_,) in rows}


async def finish(connection: Connection, worker: str, job: JobId, now: datetime, *, note: str | None = None) -> bool:
    """Mark a job done; False if it was taken from us meanwhile."""
    return await _settle(connection, worker, job, {"done_at": now, "last_error": note})


async def retry(connection: Connection, worker: str, job: Job, run_at: datetime, *, error: str) -> bool:
    """Give a job back after a failed attempt."""
    return await _settle(connection, worker, job.id, {"run_at": run_at, "last_error": error})


async def postpone(connection: Connection, worker: str, job: Job, run_at: datetime, *, reason: str | None) -> bool:
    """Give a job back for later; the attempt does not count."""
    values = {"run_at": run_at, "attempts": job.attempt - 1, "last_error": reason}
    return await _settle(connection, worker, job.id, values)


async def give_up(connection: Connection, worker: str, job: JobId, now: datetime, *, error: str) -> bool:
    """Mark a job failed; a person may start it again."""
    return await _settle(connection, worker, job, {"failed_at": now, "last_error": error})


async def revive(connection: Connection, kind: str, now: datetime) -> int:
    """Start all failed jobs of a kind again; return how many."""
    failed = update(_jobs).where(_jobs.c.kind == kind, _jobs.c.failed_at.is_not(None))
    return int((await connection.execute(failed.values(failed_at=None, attempts=0, run_at=now))).rowcount)


async def revive_one(connection: Connection, kind: str, id_: JobId, now: datetime) -> bool:
    """Start a job again that has failed, or that waits for its next attempt; False if there is none to start."""
    mine = (_jobs.c.kind == kind) & (_jobs.c.id == id_) & _jobs.c.done_at.is_(None) & _is_free(now)
    values = {"failed_at": None, "attempts": 0, "run_at": now}
    return bool((await connection.execute(update(_jobs).where(mine).values(**values))).rowcount)


async def latest(connection: Connection, kind: str, most: int) -> Sequence[WrittenJob]:
    """List the jobs of a kind and what became of each, the newest first."""
    return (await page_of(connection, kind, Window(None, most)))[:most]


async def page_of(connection: Connection, kind: str, window: Window) -> Sequence[WrittenJob]:
    """List jobs of a kind from the newest on, one more than asked for if there are more."""
    query = select(_jobs).where(_jobs.c.kind == kind)
    rows = await page(connection, query, window, by=_jobs.c.created_at, id_=_jobs.c.id, newest_first=True)
    return [_written(row) for row in rows.mappings()]


async def find(connection: Connection, kind: str, id_: JobId) -> WrittenJob | None:
    """Find a job of a kind."""
    query = select(_jobs).where(_jobs.c.kind == kind, _jobs.c.id == id_)
    row = (await connection.execute(query)).mappings().one_or_none()
    return _written(row) if row else None


def _written(row: Any) -> WrittenJob:
    return WrittenJob(
        id=JobId(row["id"]),
        key=row["unique_key"],
        payload=json.loads(row["payload"]),
        created_at=row["created_at"],
        run_at=row["run_at"],
        attempts=row["attempts"],
        done_at=row["done_at"],
        failed_at=row["failed_at"],
        note=row["last_error"],
    )


async def prune(connection: Connection, before: datetime) -> int:
    """Forget jobs that were done long ago."""
    old = _jobs.delete().where(_jobs.c.done_at < before)
    return int((await connection.execute(old)).rowcount)


async def counts(connection: Connection) -> tuple[int, int, int]:
    """Count jobs that wait, are done, have failed."""
    row = await connection.execute(
        select(
            func.count().filter(_waiting),
            func.count().filter(_jobs.c.done_at.is_not(None)),
            func.count().filter(_jobs.c.failed_at.is_not(None)),
        )
    )
    waiting, done, failed = row.one()
    return waiting, done, failed


async def _settle(connection: Connection, worker: str, job: JobId, values: dict[str, object]) -> bool:
    mine = update(_jobs).where(_jobs.c.id == job, _jobs.c.locked_by == worker, _waiting)
    written = await connection.execute(mine.values(locked_by=None, locked_until=None, **values))
    return bool(written.rowcount)


def _is_free(now: datetime) -> Any:
    return _jobs.c.locked_until.is_(None) | (_jobs.c.locked_until <= now)


def is_exhausted(job: Job) -> bool:
    """Say whether this attempt was one too many: such a job has killed its worker every time."""
    return job.attempt > MOST_ATTEMPTS
