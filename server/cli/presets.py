"""`rushes presets`."""

from __future__ import annotations

import click

from server.cli.session import Session, command
from server.schema import preset_json, presets_json


@command("presets", short_help="List the presets, or show one.", examples=("presets", "presets prores-proxy --json"))
@click.argument("name", required=False)
def presets(session: Session, name: str | None) -> int:
    """Lists the presets, or shows one; your own are TOML files in the folder `presets` of the home."""
    with session.open() as app:
        found = [app.presets.get(name)] if name else list(app.presets.all())
        refused = [] if name else list(app.presets.refused)
        default = app.settings.presets.default
        told = [preset_json(preset, app.own_presets.owns(preset.name)) for preset in found]
    output = session.output
    output.document(presets_json(told, default, refused))
    for preset in found:
        mark = " (default)" if preset.name == default else ""
        output.say(f"{preset.name}{mark}: {preset.title}. For {preset.purpose}")
    for error in refused:
        output.say(f"not usable: {error.message} {error.hint}")
    return 0
