"""`gui` and `screenshot`: the window, and pictures of it."""

from __future__ import annotations

from pathlib import Path

import click

PANELS = ("tokens", "model", "attention", "embeddings", "playground", "training", "runs", "guide")


def _size(_context: click.Context, option: click.Parameter, given: str) -> tuple[int, int]:
    width, cross, height = given.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and 0 < int(width) <= 16384 and 0 < int(height) <= 16384):
        raise click.BadParameter(f"{given!r} is no size such as 1440x900", param=option)
    return int(width), int(height)


@click.command()
@click.option("--model", "-m", default="", metavar="M", help="The model under study.")
@click.option("--text", default="", metavar="T", help="The text under study.")
@click.option("--panel", type=click.Choice(PANELS), help="The panel in front.")
@click.argument("figure", metavar="[PICTURE]", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def gui(*, model: str, text: str, panel: str | None, figure: Path | None) -> int:
    """Open the window, with PICTURE (a PNG, SVG or PDF saved by it) as it was when it was saved."""
    from workbench.gui import app

    return app.run(model=model, text=text, panel=panel or "", figure=figure)


@click.command()
@click.option("--panel", type=click.Choice(PANELS), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The .png file to write.")
@click.option("--model", "-m", default="", metavar="M", help="The model under study.")
@click.option("--text", default="", metavar="T", help="The text under study.")
@click.option("--size", callback=_size, default="1440x900", show_default=True, metavar="WxH")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--scale", type=click.FloatRange(0.5, 4), default=1.0, show_default=True, help="Pixels per point: 2 is a 200 % screen.")
def screenshot(*, panel: str, out: Path, model: str, text: str, size: tuple[int, int], theme: str, lang: str, scale: float) -> None:
    """A picture of a panel with real content. Needs no display."""
    from workbench.gui.screenshot import take

    take(panel=panel, out=out, model=model, text=text, size=size, theme=theme, language=lang, scale=scale)
