"""Korean sentences with their parses: who does what to what, where, when and how, in six styles of speech."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.text.corpus.lexicon import Kind, Lexicon
from workbench.text.corpus.numbers import native
from workbench.text.corpus.particles import FINALS, FIRST, final_of, particle
from workbench.text.corpus.sentence import Sentence, Word, sentence

NIEUN, RIEUL, BIEUP, SSANGSIOT = 4, 8, 17, 20  # final consonants by their place in Unicode's order
STYLES = ("plain", "past", "polite", "polite_past", "formal", "formal_past")


@dataclass(frozen=True, slots=True)
class Verb:
    """`stem` + 다 is what a dictionary lists; `infinitive` the form in -아 or -어. `objects`: the kind of what it is
    done to; `place`: the particle of where to or where, "" for none."""

    stem: str
    infinitive: str
    objects: Kind | None = None
    place: str = ""


VERBS = (
    Verb("먹", "먹어", "food"), Verb("먹", "먹어", "food"), Verb("만들", "만들어", "food"), Verb("굽", "구워", "food"),
    Verb("자르", "잘라", "food"), Verb("씹", "씹어", "food"), Verb("맛보", "맛봐", "food"), Verb("나누", "나눠", "food"),
    Verb("마시", "마셔", "drink"), Verb("따르", "따라", "drink"),
    Verb("사", "사", "thing"), Verb("팔", "팔아", "thing"), Verb("보", "봐", "thing"), Verb("찾", "찾아", "thing"),
    Verb("들", "들어", "thing"), Verb("놓", "놓아", "thing"), Verb("받", "받아", "thing"), Verb("버리", "버려", "thing"),
    Verb("고치", "고쳐", "thing"), Verb("그리", "그려", "thing"), Verb("닦", "닦아", "thing"), Verb("잃", "잃어", "thing"),
    Verb("숨기", "숨겨", "thing"), Verb("가지", "가져", "thing"), Verb("옮기", "옮겨", "thing"), Verb("열", "열어", "thing"),
    Verb("만나", "만나", "person"), Verb("돕", "도와", "person"), Verb("부르", "불러", "person"), Verb("기다리", "기다려", "person"),
    Verb("사랑하", "사랑해", "person"), Verb("찾", "찾아", "person"), Verb("믿", "믿어", "person"), Verb("안", "안아", "person"),
    Verb("쫓", "쫓아", "animal"), Verb("키우", "키워", "animal"), Verb("보", "봐", "animal"), Verb("잡", "잡아", "animal"),
    Verb("가", "가", None, "에"), Verb("오", "와", None, "에"), Verb("달려가", "달려가", None, "에"), Verb("들어가", "들어가", None, "에"),
    Verb("놀", "놀아", None, "에서"), Verb("자", "자", None, "에서"), Verb("걷", "걸어", None, "에서"), Verb("쉬", "쉬어", None, "에서"),
    Verb("웃", "웃어", None, "에서"), Verb("울", "울어", None, "에서"), Verb("일하", "일해", None, "에서"),
    Verb("노래하", "노래해", None, "에서"),
)  # fmt: skip
OF_PEOPLE = (
    "젊은", "착한", "친절한", "용감한", "배고픈", "슬픈", "기쁜", "늙은", "게으른", "부지런한", "조용한", "멋진", "이상한",
)  # fmt: skip
OF_THINGS = (
    "작은", "큰", "예쁜", "낡은", "새로운", "오래된", "빨간", "파란", "노란", "하얀", "검은", "무거운", "가벼운", "비싼", "멋진", "이상한",
    "깨끗한", "둥근", "긴", "짧은",
)  # fmt: skip
OF_PLACES = ("작은", "큰", "조용한", "오래된", "멋진", "깨끗한", "새로운", "따뜻한", "넓은", "좁은")
OF_FOODS = ("맛있는", "달콤한", "뜨거운", "차가운", "매운", "짠", "신선한", "따뜻한", "향긋한")
OF_ANIMALS = ("작은", "큰", "귀여운", "배고픈", "하얀", "검은", "늙은", "용감한", "조용한")
ADJECTIVES: dict[str, tuple[str, ...]] = {
    "person": OF_PEOPLE, "animal": OF_ANIMALS, "food": OF_FOODS, "drink": OF_FOODS, "thing": OF_THINGS, "place": OF_PLACES,
}  # fmt: skip
PREDICATES: dict[Kind, tuple[tuple[str, str], ...]] = {
    "person": (
        ("좋", "좋아"),
        ("조용하", "조용해"),
        ("빠르", "빨라"),
        ("느리", "느려"),
        ("착하", "착해"),
        ("바쁘", "바빠"),
        ("슬프", "슬퍼"),
    ),
    "animal": (("작", "작아"), ("크", "커"), ("귀엽", "귀여워"), ("빠르", "빨라"), ("느리", "느려"), ("예쁘", "예뻐")),
    "food": (("맛있", "맛있어"), ("뜨겁", "뜨거워"), ("차갑", "차가워"), ("달", "달아"), ("짜", "짜"), ("맵", "매워"), ("비싸", "비싸")),
    "drink": (("맛있", "맛있어"), ("뜨겁", "뜨거워"), ("차갑", "차가워"), ("달", "달아"), ("비싸", "비싸")),
    "thing": (
        ("작", "작아"),
        ("크", "커"),
        ("예쁘", "예뻐"),
        ("비싸", "비싸"),
        ("무겁", "무거워"),
        ("가볍", "가벼워"),
        ("깨끗하", "깨끗해"),
        ("길", "길어"),
    ),
    "place": (("작", "작아"), ("크", "커"), ("좋", "좋아"), ("깨끗하", "깨끗해"), ("조용하", "조용해"), ("넓", "넓어"), ("멀", "멀어")),
}
"""What can be said of nouns: the stem and the infinitive of adjectives."""
ADVERBS = ("천천히", "빨리", "조용히", "열심히", "다시", "자주", "함께", "혼자", "많이", "조금", "잘", "몰래", "항상", "가끔", "즐겁게")
PAST_TIMES = ("어제", "작년에", "방금", "지난주에", "그날")
PRESENT_TIMES = ("지금", "매일", "내일", "요즘")
TIMES = ("오늘", "아침에", "저녁에", "밤에", "점심에", "주말에", "봄에", "여름에", "가을에", "겨울에", "새벽에", "오후에")
PRONOUNS = ("나", "우리", "그", "그녀", "너", "저")
NAMES = ("민수", "영희", "철수", "지민", "서연", "준호", "하늘", "다은", "수진", "현우", "은지", "태양", "보람", "지훈", "유나", "도윤")
SHORT_SHARE = 0.2
COUNTERS: dict[Kind, str] = {"thing": "개", "food": "개", "person": "명", "animal": "마리"}


def conjugated(stem: str, infinitive: str, style: str, *, describes: bool = False) -> str:
    """A verb (or an adjective: `describes`) as a sentence ends with it."""
    past = _with_final(infinitive, SSANGSIOT) if final_of(infinitive) == 0 else infinitive + "었"
    if style == "past":
        return past + "다"
    if style == "polite":
        return infinitive + "요"
    if style == "polite_past":
        return past + "어요"
    if style == "formal_past":
        return past + "습니다"
    final = final_of(stem)
    if style == "formal":
        return _with_final(stem, BIEUP) + "니다" if final in (0, RIEUL) else stem + "습니다"
    if describes:
        return stem + "다"
    return _with_final(stem, NIEUN) + "다" if final in (0, RIEUL) else stem + "는다"


def adnominal(stem: str) -> str:
    """`먹는`, `만드는`: a verb before the noun it describes."""
    return (_with_final(stem, 0) if final_of(stem) == RIEUL else stem) + "는"


def _with_final(word: str, final: int) -> str:
    code = ord(word[-1])
    return word[:-1] + chr(code - (code - FIRST) % FINALS + final)


class Korean:
    """Writes sentences with the nouns of one lexicon."""

    def __init__(self, lexicon: Lexicon, rng: random.Random) -> None:
        self._lexicon, self._rng = lexicon, rng

    def sentence(self, subject: str | None = None) -> Sentence:
        """One sentence; `subject`: a noun or name that is already spoken of."""
        pattern = self._rng.choices((self._action, self._description, self._identity, self._counted), (70, 14, 8, 8))[0]
        return pattern(subject)

    def _action(self, subject: str | None) -> Sentence:
        """`작은 아이가 어제 시장에서 사과를 천천히 먹었다.`"""
        rng, words = self._rng, list[Word]()
        verb = rng.choice(VERBS)
        style = rng.choice(STYLES)
        root = Word(conjugated(verb.stem, verb.infinitive, style), "VERB", "root")
        parts: list[list[Word]] = []
        if subject is not None or rng.random() < 0.75:
            parts.append(self._actor(subject, root))
        if rng.random() < 0.3:
            times = PAST_TIMES if style.endswith("past") else PRESENT_TIMES
            parts.append(_time(rng.choice(times if rng.random() < 0.5 else TIMES), root))
        if verb.place:
            parts.append(self._phrase(rng.choice(self._lexicon.places), verb.place, "obl", root, adjectives=OF_PLACES, share=0.15))
        elif rng.random() < 0.2:
            parts.append(self._phrase(rng.choice(self._lexicon.places), "에서", "obl", root, adjectives=OF_PLACES))
        if verb.objects:
            parts.append(self._object(verb, root))
        if rng.random() < 0.2:
            parts.append([Word(rng.choice(ADVERBS), "ADV", "advmod", root)])
        for part in parts:
            words += part
        return sentence([*words, root, _end(root, "?" if style == "polite" and rng.random() < 0.1 else ".")], "ko")

    def _actor(self, subject: str | None, root: Word) -> list[Word]:
        rng = self._rng
        if subject is None and rng.random() < 0.25:
            word = Word(rng.choice(PRONOUNS), "PRON", "nsubj", root)
            return [word, Word(particle(word.text, "topic"), "ADP", "case", word, glued=True)]
        if subject is None and rng.random() < 0.15:
            subject = rng.choice(NAMES)
        of: Kind = "person" if rng.random() < 0.7 else "animal"
        noun = subject or rng.choice(self._lexicon.nouns[of])
        kind = rng.choice(("subject", "subject", "topic"))
        if rng.random() < 0.1 and subject is None:
            return self._together(noun, kind, root)
        return self._phrase(noun, kind, "nsubj", root, share=0.0 if subject is not None else 0.25, adjectives=ADJECTIVES[of])

    def _together(self, noun: str, kind: str, root: Word) -> list[Word]:
        """`형과 누나가`."""
        first = Word(noun, "NOUN", "nsubj", root)
        second = Word(self._rng.choice(self._lexicon.people), "NOUN", "conj", first)
        return [
            first,
            Word(particle(noun, "with"), "ADP", "case", first, glued=True),
            second,
            Word(particle(second.text, kind), "ADP", "case", second, glued=True),
        ]

    def _object(self, verb: Verb, root: Word) -> list[Word]:
        rng = self._rng
        assert verb.objects, "a verb with objects"
        noun = self._noun(verb.objects)
        if rng.random() < 0.08:
            return self._relative(noun, verb, root)
        return self._phrase(noun, "object", "obj", root, adjectives=ADJECTIVES[verb.objects])

    def _noun(self, kind: Kind) -> str:
        """A noun of a kind. Those of one syllable, the everyday ones, come more often than their number."""
        nouns = self._lexicon.nouns[kind]
        short = [noun for noun in nouns if len(noun) == 1] if self._rng.random() < SHORT_SHARE else []
        return self._rng.choice(short or nouns)

    def _relative(self, noun: str, verb: Verb, root: Word) -> list[Word]:
        """`엄마가 찾는 책을`."""
        rng = self._rng
        head = Word(noun, "NOUN", "obj", root)
        inner = rng.choice([one for one in VERBS if one.objects == verb.objects])
        clause = Word(adnominal(inner.stem), "VERB", "acl", head)
        who = self._phrase(rng.choice(self._lexicon.people), "subject", "nsubj", clause, share=0.0)
        return [*who, clause, head, Word(particle(noun, "object"), "ADP", "case", head, glued=True)]

    def _phrase(
        self, noun: str, kind: str, relation: str, root: Word, *, share: float = 0.25, adjectives: Sequence[str] = OF_THINGS
    ) -> list[Word]:
        """A noun with its particle and perhaps an adjective. `kind`: of particle, or the particle itself."""
        head = Word(noun, "NOUN", relation, root)
        before = [Word(self._rng.choice(adjectives), "ADJ", "amod", head)] if self._rng.random() < share else []
        said = kind if kind in ("에", "에서") else particle(noun, kind)
        return [*before, head, Word(said, "ADP", "case", head, glued=True)]

    def _description(self, subject: str | None) -> Sentence:
        """`그 책은 무겁다.`"""
        rng = self._rng
        kind: Kind = "person" if subject is not None else rng.choice(tuple(PREDICATES))
        stem, infinitive = rng.choice(PREDICATES[kind])
        root = Word(conjugated(stem, infinitive, rng.choice(STYLES), describes=True), "ADJ", "root")
        noun = subject or rng.choice(self._lexicon.nouns[kind])
        phrase = self._phrase(noun, rng.choice(("topic", "subject")), "nsubj", root, share=0.0)
        which = [Word(rng.choice(("이", "그", "저")), "DET", "det", phrase[0])] if subject is None and rng.random() < 0.4 else []
        degree = [Word(rng.choice(("아주", "정말", "너무", "조금")), "ADV", "advmod", root)] if rng.random() < 0.4 else []
        return sentence([*which, *phrase, *degree, root, _end(root, ".")], "ko")

    def _identity(self, subject: str | None) -> Sentence:
        """`민수는 학생이다.`"""
        rng = self._rng
        root = Word(rng.choice(self._lexicon.people), "NOUN", "root")
        who = subject or rng.choice(NAMES)
        copula = Word(particle(root.text, rng.choice(("copula", "copula_polite"))), "AUX", "cop", root, glued=True)
        return sentence([*self._phrase(who, "topic", "nsubj", root, share=0.0), root, copula, _end(root, ".")], "ko")

    def _counted(self, subject: str | None) -> Sentence:
        """`시장에 사과가 세 개 있다.`"""
        rng = self._rng
        root = Word(rng.choice(("있다", "있어요", "있습니다", "있었다", "있었어요")), "VERB", "root")
        kind = rng.choice(tuple(COUNTERS))
        noun = self._phrase(rng.choice(self._lexicon.nouns[kind]), "subject", "nsubj", root, share=0.1, adjectives=ADJECTIVES[kind])
        counter = Word(COUNTERS[kind], "NOUN", "obl", root)
        count = Word(native(rng.randint(1, 99 if rng.random() < 0.3 else 10), counting=True), "NUM", "nummod", counter)
        place = self._phrase(rng.choice(self._lexicon.places), "에", "obl", root, share=0.1, adjectives=OF_PLACES)
        return sentence([*place, *noun, count, counter, root, _end(root, ".")], "ko")


def _time(said: str, root: Word) -> list[Word]:
    """`어제` is an adverb, `봄에` a noun and its particle."""
    if not said.endswith("에"):
        return [Word(said, "ADV", "advmod", root)]
    head = Word(said[:-1], "NOUN", "obl", root)
    return [head, Word("에", "ADP", "case", head, glued=True)]


def _end(root: Word, mark: str) -> Word:
    return Word(mark, "PUNCT", "punct", root, glued=True)
