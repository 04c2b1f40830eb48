"""The command line: `roundtable serve` and what operators need besides."""

import asyncio
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import TypeAdapter, ValidationError

from roundtable import logs, types_export
from roundtable.announcement import sentence
from roundtable.backup import BackupRefused, restored, saved
from roundtable.composition import Roundtable
from roundtable.database import Database, migrate
from roundtable.kernel.addresses import Email
from roundtable.kernel.errors import Refusal
from roundtable.kernel.text import PersonName
from roundtable.serving import CannotStart, run, secrets_of
from roundtable.serving import serve as serve_until_stopped
from roundtable.settings import Settings, described

app = typer.Typer(
    help="Online roundtables for university open-source clubs.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.command()
def serve() -> None:
    """Start the platform; the last line says where to click."""
    settings = _settings()
    try:
        run(serve_until_stopped(settings))
    except CannotStart as reason:
        _fail(str(reason))


@app.command(name="migrate")
def bring_up_to_date() -> None:
    """Bring the database up to date. `serve` does so too."""
    settings = _settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    asyncio.run(_migrate(settings))


@app.command(name="settings")
def list_settings() -> None:
    """List every setting with its default and its meaning."""
    rows = described()
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, default, meaning in rows:
        typer.echo(f"{name:<{widths[0]}}  {default:<{widths[1]}}  {meaning}")


@app.command()
def create_admin(
    email: Annotated[str, typer.Option(prompt=True, help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Option(prompt=True, help="Name that others see.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="ROUNDTABLE_ADMIN_PASSWORD",
            help="Asked for when not given; on the command line others can read it.",
        ),
    ],
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "zh-CN",
) -> None:
    """Make an administrator's account."""
    try:
        checked_email = TypeAdapter(Email).validate_python(email)
        checked_name = TypeAdapter(PersonName).validate_python(name)
        asyncio.run(_create_admin(checked_email, password, checked_name, language))
    except ValidationError as error:
        _fail(error.errors()[0]["msg"])
    except Refusal as refusal:
        _fail(refusal.code.replace("_", " "))
    typer.echo(f"{email} is an administrator.")


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="File to write, e.g. roundtable-backup.zip.")]) -> None:
    """Save database and secret into one file, while the server runs."""
    settings = _settings()
    try:
        saved(settings, target)
    except BackupRefused as reason:
        _fail(str(reason))
    typer.echo(f"{target} holds the database and the secret: keep it as safe as the server.")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="File that `roundtable backup` wrote.")]) -> None:
    """Put a backup into an empty data directory, while the server is stopped."""
    settings = _settings()
    try:
        restored(settings, source)
    except BackupRefused as reason:
        _fail(str(reason))
    typer.echo(f"{settings.data} is as it was. Start the server with `roundtable serve`.")


@app.command()
def demo() -> None:
    """Start on demo data (`<data>/demo`), with six simulated people at the table."""
    settings = _settings()
    try:
        from roundtable.demo.program import run_demo
        from roundtable.earlier import at_another_time
    except ModuleNotFoundError as missing:
        _fail(f"{missing.name} is not installed: use `make demo`, or install roundtable[demo].")
    logs.set_up(settings.log_format, "error")
    raise typer.Exit(asyncio.run(run_demo(settings.data / "demo", settings.host, settings.port, at_another_time)))


@app.command()
def types(check: Annotated[bool, typer.Option("--check", help="Only say whether the file is stale.")] = False) -> None:
    """Write the client's TypeScript types from the server's message types."""
    raise typer.Exit(types_export.main(["--check"] if check else []))


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            name = ".".join(f"ROUNDTABLE_{str(part).upper()}" for part in detail["loc"][:1])
            typer.echo(sentence("settings_wrong", reason=f"{name} {detail['msg']}".strip()), err=True)
        raise typer.Exit(2) from None


async def _migrate(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        before = await migrate.current(database)
        await migrate.upgrade(database)
        after = await migrate.current(database)
    finally:
        await database.close()
    typer.echo(f"The database is at {after}." if before == after else f"The database went from {before} to {after}.")


async def _create_admin(email: str, password: str, name: str, language: str) -> None:
    settings = _settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    roundtable = Roundtable(settings, secrets_of(settings))
    try:
        await migrate.upgrade(roundtable.database)
        await roundtable.people.add_administrator(email, password, name, language)
    finally:
        await roundtable.stop()


def _fail(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
