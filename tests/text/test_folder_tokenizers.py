"""Tokenizers of Hugging Face folders, small ones trained here: ids against transformers, spans that partition."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from made_tokenizers import MAKERS, saved, texts, with_specials
from partition import spanned
from tokenizers import decoders
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer, tokenizer_from_folder


@pytest.fixture(scope="session", params=list(MAKERS))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def ours(folder: Path) -> Tokenizer:
    return tokenizer_from_folder(folder)


@pytest.fixture(scope="session")
def theirs(folder: Path) -> PreTrainedTokenizerFast:
    return AutoTokenizer.from_pretrained(folder)


@settings(max_examples=80, deadline=None)
@given(text=texts | with_specials)
def test_that_ids_are_those_of_transformers_and_spans_partition(ours: Tokenizer, theirs: PreTrainedTokenizerFast, text: str) -> None:
    encoding = ours.encode(text)
    assert encoding.ids.tolist() == theirs(text).input_ids
    assert ours.encode(text, bos="no").ids.tolist() == theirs(text, add_special_tokens=False).input_ids
    under = spanned(ours.encode(text, bos="no"))
    assert b"".join(under) == (encoding.text.encode() if under else b"")


@settings(max_examples=80, deadline=None)
@given(text=texts | with_specials)
def test_that_ordinary_tokens_stand_for_the_bytes_under_them(ours: Tokenizer, text: str) -> None:
    encoding = ours.encode(text, bos="no")
    if not ours._spelling.joins:
        return
    for i, (token, raw) in enumerate(zip(encoding.ids.tolist(), spanned(encoding), strict=True)):
        own = ours.token_bytes(token)
        exact = encoding.kinds[i] != 2 and ours.lost(text) == ""
        assert not exact or raw == own or (raw == own.removeprefix(b" ")), (encoding.tokens, spanned(encoding))


@settings(max_examples=80, deadline=None)
@given(text=texts | with_specials)
def test_that_decoding_is_that_of_the_library(ours: Tokenizer, text: str) -> None:
    ids = ours.encode(text, bos="no").ids.tolist()
    theirs = ours._inner.decode(ids, skip_special_tokens=False)
    keeps_lead = isinstance(ours._inner.decoder, decoders.ByteLevel)
    assert ours.decode(ids) == (theirs.removeprefix(ours._spelling.lead.decode()) if keeps_lead else theirs)


@settings(max_examples=50, deadline=None)
@given(text=texts)
def test_that_nothing_is_lost_where_the_text_comes_back(ours: Tokenizer, text: str) -> None:
    back = ours.decode(ours.encode(text, bos="no").ids.tolist())
    assert back == text or ours.lost(text) != ""


def test_that_what_is_put_around_a_text_is_special_and_empty(ours: Tokenizer) -> None:
    encoding, bare = ours.encode("the dog"), ours.encode("the dog", bos="no")
    before, after = len(ours.specials.before), len(ours.specials.after)
    assert len(encoding.ids) == before + len(bare.ids) + after
    assert encoding.kinds.tolist() == [1] * before + bare.kinds.tolist() + [1] * after
    assert encoding.byte_spans[:before].tolist() == [[0, 0]] * before
    assert encoding.byte_spans[len(encoding.ids) - after :].tolist() == [[7, 7]] * after


def one(name: str, tmp_path: Path) -> Tokenizer:
    make, names = MAKERS[name]
    make().save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(names))
    return tokenizer_from_folder(tmp_path)


def test_that_wordpiece_text_is_shown_in_its_normal_form(tmp_path: Path) -> None:
    tokenizer = one("word_piece", tmp_path)
    encoding = tokenizer.encode("The QUICK Café [MASK]")
    assert encoding.text == "the quick cafe [MASK]"
    assert tokenizer.normalizes
    assert encoding.kinds[-2] == 1
    assert spanned(tokenizer.encode("The [MASK] dog", bos="no"))[1:] == [b" [MASK]", b" dog"]
    assert tokenizer.lost("The") == "T"


def test_that_hangul_that_comes_back_decomposed_is_not_called_lost(minilm: Path) -> None:
    tokenizer = open_tokenizer(locate(str(minilm)))
    assert tokenizer.lost("나는 The") == "T"
    assert tokenizer.lost("나는") == "나 는"  # where nothing else is lost, that is what does not come back


def test_that_unknown_words_are_unknown_and_typed_ones_special(tmp_path: Path) -> None:
    tokenizer = one("word_piece", tmp_path)
    encoding = tokenizer.encode("the 龘 [UNK]", bos="no")
    assert encoding.kinds.tolist() == [0, 2, 1]
    assert encoding.text == "the  龘  [UNK]"  # the normal form puts spaces around it
    assert spanned(encoding) == [b"the", "  龘".encode(), b"  [UNK]"]
    assert tokenizer.lost("the 龘") == "龘"


def test_that_bytes_of_an_unknown_character_share_it_out(tmp_path: Path) -> None:
    tokenizer = one("pieces_with_bytes", tmp_path)
    encoding = tokenizer.encode("the 각", bos="no")
    assert encoding.tokens == ("▁the", "▁", "<0xEA>", "<0xB0>", "<0x81>")
    assert encoding.byte_spans.tolist() == [[0, 3], [3, 4], [4, 5], [5, 6], [6, 7]]
    assert encoding.char_spans.tolist() == [[0, 3], [3, 4], [4, 5], [4, 5], [4, 5]]
    assert [tokenizer.shown(token) for token in encoding.ids.tolist()] == [" the", " ", "⟨EA⟩", "⟨B0⟩", "⟨81⟩"]
    assert tokenizer.bos_policy == "<s> is put before the text."


def test_that_nfd_hangul_is_composed_by_an_nfc_tokenizer(tmp_path: Path) -> None:
    tokenizer = one("byte_level_prefixed", tmp_path)
    nfd = unicodedata.normalize("NFD", "한국어")
    assert tokenizer.encode(nfd).text == "한국어"
    assert tokenizer.encode(nfd).ids.tolist() == tokenizer.encode("한국어").ids.tolist()
    assert tokenizer.lost("한국어") == ""
    assert tokenizer.lost(nfd) != ""


def test_that_roles_come_from_every_file_of_the_folder(tmp_path: Path) -> None:
    one("byte_level", tmp_path)
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"bos_token": {"content": "<s>"}}))
    (tmp_path / "generation_config.json").write_text(json.dumps({"eos_token_id": [1, 5, 10**9]}))
    (tmp_path / "chat_template.jinja").write_text("{{ messages[0].content }}!")
    tokenizer = tokenizer_from_folder(tmp_path)
    assert (tokenizer.bos_id, tokenizer.eos_ids) == (0, frozenset({1, 5}))
    assert tokenizer.encode("Hi", form="user").text == "Hi!"


@pytest.mark.parametrize(
    "config",
    [{"chat_template": "{{ 1 }}"}, {"chat_template": [{"name": "tool_use", "template": "x"}, {"name": "default", "template": "{{ 1 }}"}]}],
)
def test_that_a_template_in_the_configuration_is_found(tmp_path: Path, config: dict[str, object]) -> None:
    one("byte_level", tmp_path)
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    assert tokenizer_from_folder(tmp_path).chat_template == "{{ 1 }}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "tokenizer-missing"),
        ("", "json-bad"),
        ("{}", "tokenizer-damaged"),
        ('{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}}', "tokenizer-damaged"),
        ("[" * 100000, "json-bad"),
    ],
)
def test_that_a_faulty_tokenizer_file_is_an_error_with_a_code(tmp_path: Path, content: str | None, code: str) -> None:
    if content is not None:
        (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(WorkbenchError) as caught:
        tokenizer_from_folder(tmp_path)
    assert caught.value.code == code


def test_that_a_pattern_that_cannot_be_compiled_does_not_end_the_process(tmp_path: Path) -> None:
    one("byte_level", tmp_path)
    path = tmp_path / "tokenizer.json"
    made = json.loads(path.read_text())
    made["pre_tokenizer"] = {"type": "Split", "pattern": {"Regex": "(?<=a*)b("}, "behavior": "Isolated", "invert": False}
    path.write_text(json.dumps(made))
    with pytest.raises(WorkbenchError) as caught:
        tokenizer_from_folder(tmp_path)
    assert caught.value.code == "tokenizer-damaged"
