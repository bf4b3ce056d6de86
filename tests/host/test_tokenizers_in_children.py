"""Trainings of tokenizers and searches of vocabularies, in processes of their own: nobody waits for them, and they can be ended."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from host_office import Ledger, Office, opened

from workbench import paths
from workbench.values import (
    Progress,
    Subject,
    Tokenized,
    TokenizeRequest,
    TrainedTokenizer,
    TrainTokenizerRequest,
    VocabularyMatches,
    VocabularySearchRequest,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    with opened() as made:
        yield made


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Words that never repeat: the library needs seconds for them, in one call."""
    rng = random.Random(7)
    file = tmp_path / "corpus.txt"
    words = ("".join(rng.choices("abcdefghijklmnop가나다라마바사아", k=12)) for _ in range(400_000))
    file.write_text("\n".join(" ".join(word for word, _ in zip(words, range(20), strict=False)) for _ in range(19_000)), "utf-8")
    return file


def test_that_tokens_do_not_wait_for_a_training_a_cancel_ends_it_and_the_next_one_works(
    office: Office, corpus: Path, tmp_path: Path
) -> None:
    ledger = Ledger()
    job = office.submit(TrainTokenizerRequest("slow", (str(corpus),), vocab_size=200_000), recording=ledger)
    office.wait(lambda: any(isinstance(one, Progress) and one.what == "train" for one in office.events(job)))
    began = time.monotonic()
    assert isinstance(office.end(office.submit(TokenizeRequest(Subject("starter", "안녕")))).event, Tokenized)
    assert not office.ended(job), "it still trains"
    office.children.cancel(job)
    error = office.end(job).error
    assert error is not None
    assert error.code == "cancelled"
    assert ledger.ends == [("cancelled", "cancelled")]
    assert time.monotonic() - began < 15
    assert not (paths.tokenizers() / "slow").exists()
    file = tmp_path / "small.txt"
    file.write_text("하나 둘 셋\none two three\n" * 50, "utf-8")
    made = office.end(office.submit(TrainTokenizerRequest("quick", (str(file),), vocab_size=300))).event
    assert isinstance(made, TrainedTokenizer)
    assert (paths.tokenizers() / "quick" / "tokenizer.json").is_file()


def test_that_a_hopeless_pattern_is_ended_in_its_child_and_the_next_search_works(office: Office, smollm2: Path) -> None:
    hopeless = office.end(office.submit(VocabularySearchRequest(str(smollm2), "(.*a)*(.*b)*(.*c)*(.+.+)+$x", "regex")))
    assert hopeless.error is not None
    assert hopeless.error.code == "search-slow"
    found = office.end(office.submit(VocabularySearchRequest(str(smollm2), "^hello$", "regex"))).event
    assert isinstance(found, VocabularyMatches)
    assert len(found.ids) == 1
