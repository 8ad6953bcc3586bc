"""`rushes completion`: the shell completes commands, options and choices."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from server.cli.session import Session, command

SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    short_help="Print what lets a shell complete commands.",
    examples=("completion bash", "completion zsh"),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(session: Session, shell: str) -> int:
    """Prints a script for the shell. bash: `eval "$(rushes completion bash)"` in ~/.bashrc; zsh the same in ~/.zshrc;
    fish: `rushes completion fish > ~/.config/fish/completions/rushes.fish`."""
    from server.cli.main import rushes

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(rushes, {}, "rushes", "_RUSHES_COMPLETE").source()
    session.output.document({"shell": shell, "script": script})
    for line in script.splitlines():
        session.output.say(line)
    return 0
