"""`rushes cards`: camera cards as units, and a report that can be mailed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from server.card_schema import CardDetailJson, CardJson
from server.cli.files import new_file
from server.cli.output import count_text
from server.cli.session import PATH, Session, command
from server.domain.card_report import card_text
from server.errors import UsageError
from server.storage.publish import publish_text


@command(
    "cards",
    short_help="List the camera cards: clips, proxies, safe to wipe or not.",
    examples=("cards", "cards ID --report card.txt"),
)
@click.argument("card_id", metavar="[ID]", required=False)
@click.option("--report", metavar="FILE", type=PATH, help="Write one card's report: .json, or plain text.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def cards(session: Session, card_id: str | None, report: str | None, force: bool) -> int:
    """Lists the cards whose clips were seen, or one with its clips. A card is safe to wipe when one proved copy
    (`rushes copy`) holds all its clips.
    """
    output = session.output
    if card_id is None:
        if report:
            raise UsageError(
                "A report is about one card.", "`rushes cards` lists them; then: rushes cards ID --report F."
            )
        with session.desk() as desk:
            found = desk.cards()
        output.document({"cards": found})
        for card in found:
            output.say(_line(card))
        output.say(count_text(len(found), "card"))
        return 0
    target = str(new_file(report)) if report else None
    with session.desk() as desk:
        detail = desk.card(card_id)
    if target:
        publish_text(_written(detail, target), target, replace=force)
    output.document(detail)
    output.say(card_text(detail).rstrip("\n"))
    return 0


def _written(card: CardDetailJson, file: str) -> str:
    return json.dumps(card, indent=2) + "\n" if Path(file).suffix.casefold() == ".json" else card_text(card)


def _line(card: CardJson) -> str:
    safe = "safe to wipe" if card["safe_to_wipe"] else "not safe to wipe"
    rest = ", ".join(
        f"{number} {words}" for words, number in (("failed", card["failed"]), ("open", card["open"])) if number
    )
    done = f"{card['done']} of {count_text(card['clips'], 'clip')} done{f', {rest}' if rest else ''}"
    return f"{card['id']}  {card['name']}  {card['layout']}  {done}  {safe}: {card['why']}"
