"""`doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import click

from workbench.cli import options


@click.command()
@options.as_json
@click.option("--probe", type=click.Choice(["torch", "qt", "display"]), hidden=True)
def doctor(*, as_json: bool, probe: str | None) -> int:
    """Versions, devices, folders, database, fonts, display: what is wrong and how to mend it."""
    from workbench import doctor as examiner
    from workbench.cli import output, show

    if probe is not None:
        output.document(examiner.probe(probe))
        return 0
    findings = examiner.examine()
    if as_json:
        output.document({"ok": examiner.is_well(findings), "findings": findings})
    else:
        for line in show.findings_lines(findings):
            click.echo(line)
    return 0 if examiner.is_well(findings) else 1
