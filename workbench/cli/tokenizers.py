"""`tokenizers`: which there are, several on one text, and training one."""

from __future__ import annotations

import click

from workbench.cli import options


@click.group()
def tokenizers() -> None:
    """Compare tokenizers and train your own."""


@tokenizers.command("list")
@options.as_json
def list_command(*, as_json: bool) -> None:
    """The tokenizers of installed models, and those trained here."""
    from workbench.cli import output
    from workbench.library import list_tokenizers

    choices = list_tokenizers().choices
    if as_json:
        output.document(choices)
        return
    for line in output.table(("name", "from"), [(one.name, "trained here" if one.trained else "model") for one in choices]):
        click.echo(line)


@tokenizers.command()
@click.argument("text", metavar="TEXT|-")
@click.option("--model", "-m", "references", metavar="M", multiple=True, required=True, help="Two to four times: a model, or a tokenizer.")
@options.as_json
def compare(*, text: str, references: tuple[str, ...], as_json: bool) -> None:
    """One text in several tokenizers: its tokens laid over the same bytes, and what each script costs."""
    from workbench.cli import output, show_tokenizers
    from workbench.host.text_child import TextDesk
    from workbench.values import CompareRequest, Comparison

    found = output.last_of(TextDesk()(CompareRequest(options.read_text(text), references), lambda: False))
    assert isinstance(found, Comparison)
    if as_json:
        output.document(show_tokenizers.comparison_document(found))
        return
    for line in show_tokenizers.comparison_lines(found):
        click.echo(line)


@tokenizers.command()
@click.argument("name", metavar="NAME")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--kind", default="bpe", show_default=True, help="bpe, wordpiece or unigram.")
@click.option("--vocab-size", type=int, default=8000, show_default=True)
@click.option("--pre-tokenizer", default="", help="byte-level, metaspace or whitespace; without it, the kind's usual one.")
@click.option("--form", default="NFC", show_default=True, help="Normal form of the text: none, NFC, NFD, NFKC or NFKD.")
@click.option("--min-frequency", type=int, default=2, show_default=True, help="How often a pair must occur to be joined.")
@click.option("--special", "specials", metavar="TOKEN", multiple=True, help="A special token; may be given several times.")
@click.option("--beside", default="", metavar="M", help="A tokenizer to measure the new one against.")
@options.as_json
def train(
    *, name: str, files: tuple[str, ...], kind: str, vocab_size: int, pre_tokenizer: str, form: str, min_frequency: int,
    specials: tuple[str, ...], beside: str, as_json: bool,
) -> None:  # fmt: skip
    """Train a tokenizer on text files and keep it as NAME."""
    from workbench.cli import output, show_tokenizers
    from workbench.cli.record import recording
    from workbench.library import train_tokenizer
    from workbench.values import TOKENIZER_KINDS, TrainedTokenizer, TrainTokenizerRequest

    usual = TOKENIZER_KINDS.get(kind, ("byte-level",))[0]
    request = TrainTokenizerRequest(
        name, files, kind=kind, vocab_size=vocab_size, pre_tokenizer=pre_tokenizer or usual, form=form, min_frequency=min_frequency,
        specials=specials or TrainTokenizerRequest.__dataclass_fields__["specials"].default, beside=beside,
    )  # fmt: skip
    with recording(request, train_tokenizer) as (record, events):
        found = output.last_of(events)
    assert isinstance(found, TrainedTokenizer)
    if as_json:
        output.document({"run_id": record.run_id, **show_tokenizers.trained_document(found)})
        return
    for line in show_tokenizers.trained_lines(found):
        click.echo(line)
