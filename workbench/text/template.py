"""One rendering of a chat template in Jinja's immutable sandbox, with the names that published templates expect.

Bounds space (the output is cut off while it grows), not time: see `chat`.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, NoReturn

import jinja2
import jinja2.ext
import jinja2.nodes
import jinja2.parser
import jinja2.sandbox

MAX_OUTPUT_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is asked for. `messages`: mappings with `role` and `content`."""

    template: str
    messages: list[dict[str, Any]]
    bos_token: str
    eos_token: str
    add_generation_prompt: bool


class TemplateFailedError(Exception):
    """The template is faulty, did something forbidden, or refused the messages. The text says which."""


def rendered(asked: Rendering) -> str:
    """Compile and render. Raises TemplateFailedError, OverflowError when the output is longer than MAX_OUTPUT_CHARACTERS."""
    parts: list[str] = []
    size = 0
    try:
        stream = (
            _environment()
            .from_string(asked.template)
            .generate(
                messages=asked.messages,
                bos_token=asked.bos_token,
                eos_token=asked.eos_token,
                add_generation_prompt=asked.add_generation_prompt,
                tools=None,
                documents=None,
            )
        )
        for part in stream:
            size += len(part)
            if size > MAX_OUTPUT_CHARACTERS:
                raise OverflowError(size)
            parts.append(part)
    except OverflowError:
        raise
    except MemoryError as error:
        raise OverflowError from error
    except Exception as error:  # whatever a stranger's program raises is its failure
        raise TemplateFailedError(f"{type(error).__name__}: {error}"[:300]) from error
    return "".join(parts)


def _environment() -> jinja2.sandbox.ImmutableSandboxedEnvironment:
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols, _Generation]
    )
    environment.filters["tojson"] = _to_json
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = _now
    return environment


class _Generation(jinja2.ext.Extension):
    """`{% generation %}…{% endgeneration %}` marks what an assistant wrote; its body is rendered as it is."""

    tags = {"generation"}  # noqa: RUF012  jinja2's own declaration

    def parse(self, parser: jinja2.parser.Parser) -> jinja2.nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return jinja2.nodes.Scope(body, lineno=line)


def _to_json(
    item: object,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    return json.dumps(item, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _refuse(message: str) -> NoReturn:
    raise jinja2.TemplateError(message)


def _now(layout: str) -> str:
    return datetime.datetime.now().astimezone().strftime(layout)
