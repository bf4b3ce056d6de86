"""English sentences with their parses: agreement, articles, plurals, tenses, places and times."""

from __future__ import annotations

import random
from dataclasses import dataclass

from workbench.text.corpus.lexicon import Kind, Lexicon
from workbench.text.corpus.numbers import in_english
from workbench.text.corpus.sentence import Sentence, Word, sentence

NAMES = ("Anna", "Tom", "Mary", "John", "Lucy", "Peter", "Emma", "Jack", "Sara", "Paul", "Nora", "Henry", "Alice", "Mark", "Julia", "David")
OF_PEOPLE = ("young", "old", "kind", "brave", "hungry", "sad", "happy", "lazy", "busy", "angry", "quiet", "strange")
OF_THINGS = (
    "small",
    "big",
    "pretty",
    "old",
    "new",
    "red",
    "blue",
    "yellow",
    "white",
    "black",
    "heavy",
    "light",
    "cheap",
    "clean",
    "round",
    "long",
)
OF_PLACES = ("small", "big", "quiet", "old", "new", "clean", "warm", "cold")
OF_FOODS = ("sweet", "hot", "cold", "fresh", "salty", "warm", "delicious", "cheap")
OF_ANIMALS = ("small", "big", "cute", "hungry", "white", "black", "old", "brave", "quiet", "angry")
ADJECTIVES: dict[Kind, tuple[str, ...]] = {
    "person": OF_PEOPLE, "animal": OF_ANIMALS, "food": OF_FOODS, "drink": OF_FOODS, "thing": OF_THINGS, "place": OF_PLACES,
}  # fmt: skip
ADVERBS = ("slowly", "quickly", "quietly", "again", "often", "together", "alone", "carefully", "happily", "sometimes", "always")
PAST_TIMES = ("yesterday", "last year", "that day")
PRESENT_TIMES = ("now", "every day", "today")
TIMES = ("in the morning", "in the evening", "at night", "in spring", "in winter")
IRREGULAR = {
    "child": "children",
    "man": "men",
    "woman": "women",
    "policeman": "policemen",
    "fisherman": "fishermen",
    "mouse": "mice",
    "knife": "knives",
    "thief": "thieves",
    "wife": "wives",
    "wolf": "wolves",
    "leaf": "leaves",
    "sheep": "sheep",
    "deer": "deer",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """`objects`: the kind of what it is done to; `place`: a preposition, "" for none."""

    base: str
    third: str
    past: str
    objects: Kind | None = None
    place: str = ""


VERBS = (
    Verb("eat", "eats", "ate", "food"),
    Verb("bake", "bakes", "baked", "food"),
    Verb("cut", "cuts", "cut", "food"),
    Verb("share", "shares", "shared", "food"),
    Verb("drink", "drinks", "drank", "drink"),
    Verb("pour", "pours", "poured", "drink"),
    Verb("buy", "buys", "bought", "thing"),
    Verb("sell", "sells", "sold", "thing"),
    Verb("see", "sees", "saw", "thing"),
    Verb("find", "finds", "found", "thing"),
    Verb("hold", "holds", "held", "thing"),
    Verb("draw", "draws", "drew", "thing"),
    Verb("lose", "loses", "lost", "thing"),
    Verb("hide", "hides", "hid", "thing"),
    Verb("open", "opens", "opened", "thing"),
    Verb("carry", "carries", "carried", "thing"),
    Verb("give", "gives", "gave", "thing"),
    Verb("fix", "fixes", "fixed", "thing"),
    Verb("meet", "meets", "met", "person"),
    Verb("help", "helps", "helped", "person"),
    Verb("call", "calls", "called", "person"),
    Verb("love", "loves", "loved", "person"),
    Verb("chase", "chases", "chased", "animal"),
    Verb("raise", "raises", "raised", "animal"),
    Verb("catch", "catches", "caught", "animal"),
    Verb("feed", "feeds", "fed", "animal"),
    Verb("go", "goes", "went", None, "to"),
    Verb("come", "comes", "came", None, "to"),
    Verb("run", "runs", "ran", None, "to"),
    Verb("walk", "walks", "walked", None, "to"),
    Verb("play", "plays", "played", None, "in"),
    Verb("sleep", "sleeps", "slept", None, "in"),
    Verb("sing", "sings", "sang", None, "in"),
    Verb("wait", "waits", "waited", None, "near"),
    Verb("laugh", "laughs", "laughed", None, "in"),
    Verb("work", "works", "worked", None, "in"),
    Verb("cry", "cries", "cried", None, "in"),
    Verb("rest", "rests", "rested", None, "near"),
)


def plural(noun: str) -> str:
    """`boxes`, `cherries`, `children`."""
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith(("potato", "tomato")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def article(following: str) -> str:
    """`a` or `an`, by the letter that follows (the vocabulary has no silent h and no u that sounds as in unit)."""
    return "an" if following[0] in "aeiou" else "a"


class English:
    """Writes sentences with the nouns of one lexicon."""

    def __init__(self, lexicon: Lexicon, rng: random.Random) -> None:
        self._lexicon, self._rng = lexicon, rng

    def sentence(self, subject: str | None = None) -> Sentence:
        """One sentence; `subject`: a name that is already spoken of."""
        pattern = self._rng.choices((self._action, self._description, self._counted, self._identity), (70, 14, 10, 6))[0]
        return pattern(subject)

    def _action(self, subject: str | None) -> Sentence:
        """`The small child slowly ate an apple in the garden.`"""
        rng = self._rng
        verb, past = rng.choice(VERBS), rng.random() < 0.6
        root = Word(verb.past, "VERB", "root")
        who, many = self._actor(subject, root)
        if not past:
            root.text = verb.base if many else verb.third
        words = list(who)
        if rng.random() < 0.15:
            words.append(Word(rng.choice(ADVERBS), "ADV", "advmod", root))
        words.append(root)
        if verb.objects == "drink":
            words += self._drink(root)
        elif verb.objects:
            words += self._noun(verb.objects, "obj", root)[0]
        if verb.place or rng.random() < 0.25:
            words += self._place(verb.place or rng.choice(("in", "near", "at")), root)
        if rng.random() < 0.25:
            words += self._time(root, past=past)
        return _finished([*words, _end(root)])

    def _actor(self, subject: str | None, root: Word) -> tuple[list[Word], bool]:
        """Who does it, and whether the verb agrees with several (or with I and you)."""
        rng = self._rng
        if subject is not None or rng.random() < 0.2:
            return [Word(subject or rng.choice(NAMES), "PROPN", "nsubj", root)], False
        if rng.random() < 0.2:
            pronoun = rng.choice(("I", "you", "he", "she", "we", "they"))
            return [Word(pronoun, "PRON", "nsubj", root)], pronoun not in ("he", "she")
        return self._noun("person" if rng.random() < 0.7 else "animal", "nsubj", root)

    def _noun(self, kind: Kind, relation: str, root: Word) -> tuple[list[Word], bool]:
        """A noun with its article and perhaps an adjective, and whether it is plural."""
        rng = self._rng
        noun = rng.choice(self._lexicon.nouns[kind])
        many = rng.random() < 0.25
        head = Word(plural(noun) if many else noun, "NOUN", relation, root)
        before = [Word(rng.choice(ADJECTIVES[kind]), "ADJ", "amod", head)] if rng.random() < 0.3 else []
        if many:
            said = rng.choice(("the", "two", "three", "some", "many"))
        else:
            said = rng.choice(("the", "the", "my", "her", article(before[0].text if before else head.text)))
        tag, role = ("NUM", "nummod") if said in ("two", "three") else ("DET", "det")
        return [Word(said, tag, role, head), *before, head], many

    def _drink(self, root: Word) -> list[Word]:
        """`some milk`, `cold tea`: what one drinks isn't counted."""
        said = self._rng.choice(("the", "some", "cold", "warm"))
        head = Word(self._rng.choice(self._lexicon.nouns["drink"]), "NOUN", "obj", root)
        tag, role = ("ADJ", "amod") if said in OF_FOODS else ("DET", "det")
        return [Word(said, tag, role, head), head]

    def _place(self, preposition: str, root: Word) -> list[Word]:
        head = Word(self._rng.choice(self._lexicon.places), "NOUN", "obl", root)
        return [Word(preposition, "ADP", "case", head), Word("the", "DET", "det", head), head]

    def _time(self, root: Word, *, past: bool) -> list[Word]:
        of_tense = PAST_TIMES if past else PRESENT_TIMES
        said = self._rng.choice(of_tense if self._rng.random() < 0.5 else TIMES).split()
        if len(said) == 1:
            return [Word(said[0], "ADV", "advmod", root)]
        head = Word(said[-1], "NOUN", "obl", root)
        tags = {
            "in": ("ADP", "case"),
            "at": ("ADP", "case"),
            "the": ("DET", "det"),
            "every": ("DET", "det"),
            "last": ("ADJ", "amod"),
            "that": ("DET", "det"),
        }
        return [*(Word(one, *tags[one], head) for one in said[:-1]), head]

    def _description(self, subject: str | None) -> Sentence:
        """`The old house is very quiet.`"""
        rng = self._rng
        kind: Kind = "person" if subject is not None else rng.choice(("thing", "animal", "person", "place"))
        root = Word(rng.choice(ADJECTIVES[kind]), "ADJ", "root")
        if subject is None:
            who, many = self._noun(kind, "nsubj", root)
        else:
            who, many = [Word(subject, "PROPN", "nsubj", root)], False
        copula = Word(rng.choice(("are", "were") if many else ("is", "was")), "AUX", "cop", root)
        degree = [Word(rng.choice(("very", "really", "so", "too")), "ADV", "advmod", root)] if rng.random() < 0.4 else []
        return _finished([*who, copula, *degree, root, _end(root)])

    def _counted(self, subject: str | None) -> Sentence:
        """`There are seven apples in the kitchen.`"""
        rng = self._rng
        kind: Kind = rng.choice(("thing", "food", "animal", "person"))
        n = rng.randint(2, 99 if rng.random() < 0.3 else 12)
        root = Word(rng.choice(("are", "were")), "VERB", "root")
        noun = Word(plural(rng.choice(self._lexicon.nouns[kind])), "NOUN", "nsubj", root)
        count = [Word(word, "NUM", "nummod", noun) for word in in_english(n).split()]
        return _finished([Word("there", "PRON", "expl", root), root, *count, noun, *self._place("in", root), _end(root)])

    def _identity(self, subject: str | None) -> Sentence:
        """`Anna is a doctor.`"""
        rng = self._rng
        root = Word(rng.choice(self._lexicon.people), "NOUN", "root")
        who = Word(subject or rng.choice(NAMES), "PROPN", "nsubj", root)
        return _finished([who, Word("is", "AUX", "cop", root), Word(article(root.text), "DET", "det", root), root, _end(root)])


def _end(root: Word) -> Word:
    return Word(".", "PUNCT", "punct", root, glued=True)


def _finished(words: list[Word]) -> Sentence:
    words[0].text = words[0].text[0].upper() + words[0].text[1:]
    return sentence(words, "en")
