"""Words with several senses, and sentences for each: to begin with, and to be changed."""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """`title`: the word and its senses, in its own language. `sentences`: a letter for the sense, and the sentence."""

    language: str
    title: str
    word: str
    sentences: tuple[tuple[str, str], ...]


EXAMPLES = (
    Example("en", "bank: of a river, for money", "bank", (
        ("A", "She sat on the bank of the river and watched the boats."),
        ("A", "The children fished from the muddy bank of the stream."),
        ("A", "Wild flowers grew along the bank of the canal."),
        ("A", "We pulled the canoe up onto the bank before dark."),
        ("B", "He opened an account at the bank last week."),
        ("B", "Last year the bank refused to lend them any money."),
        ("B", "A loan from the bank paid for the new house."),
        ("B", "The robbers left the bank with the cash in a bag."),
    )),
    Example("en", "spring: a season, a coil, of water", "spring", (
        ("A", "The garden is full of tulips in spring."),
        ("A", "Last spring was warm, and the birds came early."),
        ("A", "Every spring the farmers plough the fields."),
        ("B", "The spring in the old mattress was broken."),
        ("B", "A steel spring pushes the door shut."),
        ("B", "He stretched the coil spring until it bent."),
        ("C", "They drank cold water from a mountain spring."),
        ("C", "The village was built around a hot spring."),
        ("C", "Water from the spring flows down to the lake."),
    )),
    Example("ko", "배: 과일, 탈것, 몸", "배", (
        ("A", "과수원에서 노랗게 익은 배를 따서 먹었다."),
        ("A", "할머니는 시장에서 사과와 배를 한 상자 샀다."),
        ("A", "후식으로 깎은 배가 무척 달았다."),
        ("B", "항구를 떠난 배가 섬으로 향했다."),
        ("B", "어부는 새벽마다 배를 타고 바다로 나간다."),
        ("B", "큰 파도에 작은 배가 흔들렸다."),
        ("C", "점심을 너무 많이 먹어서 배가 아프다."),
        ("C", "아이는 배가 고프다고 울었다."),
        ("C", "찬 음식을 먹었더니 배에서 소리가 난다."),
    )),
    Example("ko", "눈: 얼굴, 날씨", "눈", (
        ("A", "아이는 졸려서 자꾸 눈을 비볐다."),
        ("A", "그는 눈을 감고 음악을 들었다."),
        ("A", "햇빛이 너무 밝아 눈이 부셨다."),
        ("A", "할머니는 눈이 나빠 안경을 쓰신다."),
        ("B", "밤새 눈이 내려 마당이 하얗다."),
        ("B", "산꼭대기에는 아직 눈이 쌓여 있다."),
        ("B", "아이들이 눈을 뭉쳐 던지며 놀았다."),
        ("B", "눈이 녹아 길이 질척거린다."),
    )),
)  # fmt: skip


def first_of(language: str) -> Example:
    """The example to begin with in a language."""
    return next((one for one in EXAMPLES if one.language == language), EXAMPLES[0])
