"""What `ventra admin` takes."""

from __future__ import annotations

import argparse

KINDS = ("reset", "verify", "sign_in")


def add_admin(parser: argparse.ArgumentParser) -> None:
    """Operators, one-use links, and who is shut out."""
    deeds = parser.add_subparsers(title="deeds", metavar="DEED", required=True, dest="deed")
    create = deeds.add_parser("create", help="make an operator; prints a link that sets the password, once")
    create.add_argument("email", metavar="EMAIL")
    link = deeds.add_parser("link", help="print a one-use link for somebody, good for a quarter of an hour")
    link.add_argument("email", metavar="EMAIL")
    link.add_argument(
        "--kind",
        choices=KINDS,
        default="reset",
        help="reset sets a new password, verify confirms the address, sign_in signs in (not in production)",
    )
    for name, words in (
        ("suspend", "shut a person or an organisation out, at once"),
        ("let-in", "let them in again"),
    ):
        one = deeds.add_parser(name, help=words)
        whom = one.add_mutually_exclusive_group(required=True)
        whom.add_argument("email", nargs="?", metavar="EMAIL")
        whom.add_argument("--organisation", type=int, metavar="NUMBER")
    move = deeds.add_parser("change-email", help="give an account another address, where no mail can be sent")
    move.add_argument("email", metavar="OLD")
    move.add_argument("new_email", metavar="NEW")
    deeds.add_parser(
        "reseal",
        help="encrypt second factors with the key of today, so that SECRETS_KEY_OLD can go; may be stopped and run again",
    )
    drop = deeds.add_parser(
        "drop-second-factor", help="for somebody who lost app and codes: the password alone"
    )
    drop.add_argument("email", metavar="EMAIL")
