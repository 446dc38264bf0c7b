"""The command line: one role a command, each loaded only when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from donbay import __version__
from donbay.app.lanes import LANES
from donbay.core.operator_errors import OperatorError

# Their own options (--help too) belong to the program they hand over to.
HANDS_OVER = {"edge", "bench", "manage"}
FAILED = 2


@dataclass(frozen=True, slots=True)
class Command:
    """A command's module with a `run(arguments)` in it, and its help in both languages."""

    module: str
    vi: str
    en: str


COMMANDS = {
    "serve": Command(
        "donbay.app.supervisor",
        "chạy tất cả trên một máy: PostgreSQL, app, edge, worker",
        "run everything on one machine: PostgreSQL, app, edge, worker",
    ),
    "app": Command("donbay.app.roles.web", "chỉ chạy trang quản trị và API", "the app and API"),
    "edge": Command(
        "donbay.app.roles.edge",
        "chỉ chạy phần công khai: trang, biểu mẫu, liên kết",
        "the public plane only: pages, forms, links",
    ),
    "worker": Command("donbay.app.roles.worker", "chỉ chạy việc nền", "the background work only"),
    "migrate": Command(
        "donbay.app.roles.migrate",
        "cập nhật bảng của cơ sở dữ liệu",
        "bring the database's tables up to date",
    ),
    "demo": Command(
        "donbay.app.roles.demo", "tạo dữ liệu mẫu nếu chưa có", "make the demo data once"
    ),
    "bench": Command("donbay.app.roles.bench", "đo tốc độ", "measure how fast it is"),
    "manage": Command(
        "donbay.app.roles.manage",
        "lệnh quản trị của Django, cho người phát triển",
        "Django's own commands, for developers",
    ),
    "version": Command("donbay.app.roles.version", "in số phiên bản", "print the version"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments, rest = _parser().parse_known_args(argv)
    if rest and arguments.command not in HANDS_OVER:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    run = cast(
        "Callable[[argparse.Namespace], int]",
        import_module(COMMANDS[arguments.command].module).run,
    )
    try:
        return run(arguments)
    except OperatorError as error:
        print(f"\n{error.vi}\n\n{error.en}\n", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    """Describe every command."""
    parser = argparse.ArgumentParser(
        prog="donbay",
        description="Donbay: hệ thống tăng trưởng tự vận hành cho cửa hàng nhỏ. / "
        "A self-hosted growth system for small shops.",
    )
    parser.add_argument("--version", action="version", version=f"donbay {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="lệnh/command")
    for name, command in COMMANDS.items():
        help_text = f"{command.vi} / {command.en}"
        sub = commands.add_parser(
            name, help=help_text, description=help_text, add_help=name not in HANDS_OVER
        )
        _add_options(name, sub)
    return parser


def _add_options(name: str, sub: argparse.ArgumentParser) -> None:
    """Add the options that one command has."""
    if name == "serve":
        sub.add_argument(
            "--open",
            action="store_true",
            help="mở trình duyệt nếu có màn hình / open the browser if there is a display",
        )
    if name == "migrate":
        sub.add_argument("--demo", action="store_true", help="kèm dữ liệu mẫu / with the demo data")
    if name == "worker":
        sub.add_argument(
            "--only",
            type=_lanes,
            default=LANES,
            metavar=",".join(LANES),
            help="chỉ các làn này / these lanes only",
        )


def _lanes(text: str) -> tuple[str, ...]:
    """Parse `intake,react`."""
    lanes = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = sorted(set(lanes) - set(LANES))
    if unknown or not lanes:
        raise argparse.ArgumentTypeError(f"không có làn / no such lane: {', '.join(unknown)}")
    return lanes
