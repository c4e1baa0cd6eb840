"""The `ventra` command. Each command: exit 0 done, 1 failed, 2 wrong call; words on stderr, data on stdout or in `--out`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ventra import settings as settings_of
from ventra.errors import BadInput, VentraError
from ventra.services.admin_arguments import add_admin
from ventra.services.backtest_arguments import add_backtest
from ventra.services.backup_arguments import add_backup, add_restore
from ventra.services.calibrate_arguments import add_calibrate
from ventra.services.export_arguments import add_export
from ventra.services.home_arguments import add_bring_in, add_take_home
from ventra.services.outlook_arguments import add_outlook
from ventra.services.search_arguments import add_search
from ventra.settings import Settings

Run = Callable[[argparse.Namespace, Settings], Awaitable[int]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] in (["demo"], ["up"]):
        from ventra.services import demo

        return (demo.run_demo if arguments[0] == "demo" else demo.run_up)(arguments[1:])
    if arguments[:1] == ["doctor"]:
        from ventra.services.doctor import command

        return command.main(arguments[1:])
    wish = _parser().parse_args(arguments)
    try:
        run: Run = wish.run
        return asyncio.run(_with_settings(run, wish))
    except BadInput as wrong:
        print(f"ventra: {wrong}", file=sys.stderr)
        return 2
    except VentraError as failure:
        print(f"ventra: {failure or type(failure).__name__}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ventra: stopped; what was done is kept, and the command can simply run again", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


async def _with_settings(run: Run, wish: argparse.Namespace) -> int:
    return await run(wish, settings_of.read(settings_of.TOOL, os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ventra", description="Daily sales on Uzum Market, with honest intervals."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(run=run)
        return one

    visit = command("visit", _visit, "look at products now, and keep what was seen")
    visit.add_argument("products", nargs="+", metavar="URL-or-id")
    visit.add_argument("--track", action="store_true", help="also track them from now on")
    visit.add_argument("--json", action="store_true")
    follow = command(
        "follow",
        _follow,
        "track a product or all goods of a shop; without a link, tell which shops are followed",
    )
    follow.add_argument("link", nargs="?", metavar="LINK")
    follow.add_argument("--json", action="store_true")
    parse = command("parse", _parse, "read a recorded product body and print what it says")
    parse.add_argument("file", type=_file)
    take = command("import", _import, "import observation files: NDJSON, NDJSON.gz, CSV, Parquet")
    take.add_argument("files", nargs="+", type=_file, metavar="FILE")
    take.add_argument("--rejects", type=Path, help="where refused records go (default: beside each file)")
    take.add_argument("--json", action="store_true")
    close = command("close", _close, "compute the daily sales of a stretch of days again")
    close.add_argument("--from", dest="first", type=_day, required=True, metavar="DAY")
    close.add_argument("--to", dest="last", type=_day, required=True, metavar="DAY")
    close.add_argument("--json", action="store_true")
    add_export(command("export", _export, "write daily sales to a CSV or Parquet file"), _day)
    add_calibrate(command("calibrate", _calibrate, "make the file that says how wide intervals are"))
    add_backtest(
        command("backtest", _backtest, "measure daily sales or forecasts against what was truly sold"), _file
    )
    card = command("card", _card, "make a product's report card")
    card.add_argument("product", metavar="URL-or-id")
    card.add_argument("--format", choices=["png", "pdf"], required=True)
    card.add_argument("--language", default="uz", help="uz, uz-cyrl, ru or en (default: uz)")
    card.add_argument("--out", type=Path, required=True)
    add_backup(command("backup", _backup, "back everything up, to STORAGE_URL or a file"))
    add_restore(command("restore", _restore, "restore a backup into an empty database"))
    add_take_home(command("take-home", _home, "write all of an organisation to a file of its own"))
    add_bring_in(command("bring-in", _home, "bring an organisation's file into an empty installation"))
    add_outlook(command("outlook", _outlook, "judge what rises and what comes next"))
    add_search(command("search", _search, "look for products by what they are, in any of the four languages"))
    resume = command("resume", _resume, "let a stopped source be asked again; without a host, tell of all")
    resume.add_argument("host", nargs="?")
    collect = command(
        "collect", _collect, "switch collecting without a restart; without a word, tell how it stands"
    )
    collect.add_argument("to", nargs="?", choices=["off", "tracked", "all", "default"])
    forget = command("forget-chat", _forget, "delete what is kept of a person's Telegram chat")
    forget.add_argument("chat", type=int, metavar="CHAT_ID")
    add_admin(command("admin", _admin, "make operators and one-use links, shut people out"))
    migrate = command("migrate", _migrate, "bring the database to the newest schema")
    migrate.add_argument(
        "--plan", action="store_true", help="say what is missing and what it locks, and change nothing"
    )
    migrate.add_argument("--sql", action="store_true", help="with --plan: show the statements")
    migrate.add_argument("--json", action="store_true")
    command("openapi", _openapi, "print the OpenAPI document")
    command("bot-preview", _preview, "talk to the bot in this terminal, without Telegram")
    for name, words in (
        ("demo", "everything over a simulated market"),
        ("up", "everything over the real marketplace"),
        (
            "doctor",
            "look at settings, secrets, stores, jobs and the machine; say what is wrong and what mends it",
        ),
    ):
        commands.add_parser(name, help=words)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-01-31") from None


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text}: there is no such file")
    return path


async def _parse(wish: argparse.Namespace, _: Settings) -> int:
    from ventra.collect.uzum.parse import parse_output, parse_product

    body = await asyncio.to_thread(wish.file.read_bytes)
    _print(parse_output(parse_product(body, str(wish.file))))
    return 0


async def _visit(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import visiting

    return await visiting.run(_needed(settings), wish.products, track=wish.track, as_json=wish.json)


async def _follow(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import following

    return await following.run(_needed(settings), wish.link, as_json=wish.json)


async def _import(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import import_command

    return await import_command.run(_needed(settings), wish.files, rejects=wish.rejects, as_json=wish.json)


async def _close(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import closing_command

    return await closing_command.run(_needed(settings), wish.first, wish.last, as_json=wish.json)


async def _export(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import export_command

    return await export_command.run(wish, _needed(settings))


async def _calibrate(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import calibrate_command

    return await asyncio.to_thread(calibrate_command.run, wish)


async def _backtest(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import backtest_command

    return await backtest_command.run(wish, settings)


async def _card(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import carding

    how = {"format": wish.format, "language": wish.language, "out": wish.out}
    return await carding.run(_needed(settings), wish.product, **how)


async def _backup(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services.backups import run_backup

    return await run_backup(wish, settings)


async def _restore(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services.backups import run_restore

    return await run_restore(wish, settings)


async def _home(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import home_command

    return await home_command.run(wish, settings)


async def _outlook(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import outlook_command

    return await outlook_command.run(wish, _needed(settings))


async def _search(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import search_command

    return await search_command.run(wish, _needed(settings))


async def _resume(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import resuming

    return await resuming.run(_needed(settings), wish.host)


async def _collect(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import collecting

    return await collecting.run(_needed(settings), wish.to)


async def _forget(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import forgetting

    return await forgetting.run(_needed(settings), wish.chat)


async def _admin(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import admin_command

    return await admin_command.run(wish, _needed(settings))


async def _migrate(wish: argparse.Namespace, settings: Settings) -> int:
    from ventra.services import migrating

    return await migrating.run(wish, _needed(settings))


async def _openapi(_: argparse.Namespace, __: Settings) -> int:
    from ventra.services.openapi import document

    sys.stdout.buffer.write(document())
    return 0


async def _preview(_: argparse.Namespace, __: Settings) -> int:
    from ventra.services import preview

    return await preview.run()


def _needed(settings: Settings) -> Settings:
    """The settings, with the embedded run's database where none is named and one is running."""
    from ventra.services.running import with_running_stores

    return with_running_stores(settings)


def _print(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
