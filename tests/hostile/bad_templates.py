"""Hostile chat templates: programs by strangers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from case import Case, with_file

CANARY = "canary"
"""The file that would be written if a template could reach the system; its folder is put in for {place}."""

FAILED, SLOW, LARGE = "chat-template-failed", "chat-template-slow", "chat-template-large"


def template(source: str) -> Callable[[Path], Path]:
    return lambda place: with_file("chat_template.jinja", source.replace("{place}", str(place)))(place)


def conversing(source: str, code: str) -> Case:
    return Case(template(source), code, "converse")


_REACHING = {
    "by a class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "by a global's globals": "{{ cycler.__init__.__globals__.os.system('touch {place}/canary') }}",
    "by a joiner's globals": "{{ joiner.__init__.__globals__['os'].popen('touch {place}/canary').read() }}",
    "by a namespace": "{{ namespace.__init__.__globals__.os.system('touch {place}/canary') }}",
    "by lipsum": "{{ lipsum.__globals__['os'].system('touch {place}/canary') }}",
    "by our own functions": "{{ raise_exception.__globals__['__builtins__']['open']('{place}/canary', 'w') }}",
    "by the clock": "{{ strftime_now.__globals__['datetime'].sys.modules['os'].system('touch {place}/canary') }}",
    "by a filter": "{{ messages | map(attribute='__class__.__init__.__globals__') | list }}{{ nothing.at.all }}",
    "by attr": "{{ (lipsum | attr('__globals__'))['os'].system('touch {place}/canary') }}",
    "by a format": "{{ '{0.__class__.__init__.__globals__}'.format(cycler) }}{{ nothing.at.all }}",
    "by a format kept for later": "{% set f = '{0.__class__.__base__.__subclasses__}'.format %}{{ f(cycler) }}{{ nothing.at.all }}",
    "by a format over a map": "{{ '{a.__class__.__init__.__globals__}'.format_map({'a': cycler}) }}",
    "by the template itself": "{{ self.__init__.__globals__ }}{{ self._TemplateReference__context.environment.from_string('x') }}",
    "by an include": "{% include '/etc/passwd' %}",
    "by an import": "{% import 'os' as os %}{{ os.system('touch {place}/canary') }}",
    "by an extension": "{% extends '../../x' %}",
    "by changing what it is given": "{% set _ = messages.append({'role': 'x'}) %}",
    "by a do": "{% do messages.clear() %}",
}

CASES: dict[str, Case] = {
    **{f"reaching out {name}": conversing(source, FAILED) for name, source in _REACHING.items()},
    "not closed": conversing("{% for m in messages %}", FAILED),
    "a loop within a loop": conversing("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", SLOW),
    "a range of 10^18": conversing("{% for i in range(10 ** 18) %}x{% endfor %}", LARGE),
    "a power folded while compiled": conversing("{{ 7 ** 6000000 }}", SLOW),
    "a power of powers": conversing("{{ 9 ** (9 ** 9) }}", SLOW),
    "a power kept by a condition": conversing("{% if 7 ** 6000000 > 1 %}{% endif %}", SLOW),
    "a shift of a billion": conversing("{{ 10 ** 1000000000 }}", SLOW),
    "a text times a billion": conversing("{{ 'x' * 3000000000 }}", LARGE),
    "a list times a billion": conversing("{{ ([0] * 3000000000) | length }}", LARGE),
    "texts that double": conversing(
        "{% set ns = namespace(s='xx') %}{% for i in range(64) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}", LARGE
    ),
    "output without end": conversing("{% for i in range(90000) %}{{ 'x' * 1000 }}{% endfor %}", LARGE),
    "padding without end": conversing("{{ '%1000000000d' % 1 }}", LARGE),
    "padding in a format": conversing("{{ '{:>3000000000}'.format('x') }}", LARGE),
    "an indent without end": conversing("{{ messages | tojson(indent=3000000000) }}", LARGE),
    "centred without end": conversing("{{ 'x' | center(3000000000) }}", LARGE),
    "joined without end": conversing("{{ range(99999) | batch(1) | map('string') | map('center', 100000) | join }}", LARGE),
    "lorem ipsum without end": conversing("{{ lipsum(n=100000, min=1000, max=100000) }}", SLOW),
    "a macro that calls itself": conversing("{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", FAILED),
    "macros that call each other twice": conversing(
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}", SLOW
    ),
    "a loop that goes into itself": conversing("{% for m in messages recursive %}{{ loop(messages) }}{% endfor %}", FAILED),
    "brackets 50,000 deep": conversing("{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}", FAILED),
    "conditions 2,000 deep": conversing("{% if 1 %}" * 2000 + "x" + "{% endif %}" * 2000, FAILED),
    "additions 10,000 long": conversing("{{ 1" + " + a" * 10_000 + " }}", FAILED),
    "200,001 characters": conversing("x" * 200_001, LARGE),
    "half a character in its text": conversing("{{ '\\ud800' }}", "text-not-unicode"),
    "half a character of its own": Case(
        with_file("tokenizer_config.json", '{"chat_template": "a\\ud800"}'), "text-not-unicode", "converse"
    ),
    "a refusal": conversing("{{ raise_exception('no ' * 100000) }}", FAILED),
    "a refusal with placeholders": conversing("{{ raise_exception('{reason} {0} {') }}", FAILED),
    "a time that is none": conversing("{{ strftime_now(5) }}", FAILED),
    "a name that is none": conversing("{{ nowhere.to.be.found }}", FAILED),
    "an interrupt": conversing("{{ messages[0].content.__len__.__self__.__class__(1 / 0) }}", FAILED),
    "no message asked for": conversing("{{ messages[5]['content'] }}", FAILED),
    "a template that is a number": Case(with_file("tokenizer_config.json", '{"chat_template": 5}'), "no-chat-template", "converse"),
    "templates of numbers": Case(
        with_file("tokenizer_config.json", json.dumps({"chat_template": [5, {"name": "default"}, None]})), "no-chat-template", "converse"
    ),
    "templates of nothing": Case(with_file("tokenizer_config.json", json.dumps({"chat_template": []})), "no-chat-template", "converse"),
}
