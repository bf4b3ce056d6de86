"""Word lists to begin an association test with. The English ones are from Caliskan, Bryson and Narayanan (2017); the Korean ones
follow them. Words are data, not speech: they are not translated with the window."""

from __future__ import annotations

from typing import NamedTuple


class WordSets(NamedTuple):
    """Two kinds of targets, two of attributes; each a name and its words."""

    x: tuple[str, str]
    y: tuple[str, str]
    a: tuple[str, str]
    b: tuple[str, str]

    @property
    def title(self) -> str:
        return f"{self.x[0]} / {self.y[0]} · {self.a[0]} / {self.b[0]}"


_PLEASANT = "love, peace, freedom, health, friend, heaven, gentle, honest, lucky, happy, gift, honor, family, pleasure, miracle, vacation"
_UNPLEASANT = "abuse, crash, murder, death, poison, accident, disaster, hatred, tragedy, divorce, poverty, ugly, cancer, kill, prison, jail"

SETS = (
    WordSets(
        ("flowers", "rose, lily, tulip, iris, daisy, orchid, violet, poppy, clover, lilac, marigold, magnolia"),
        ("insects", "ant, bee, wasp, moth, fly, beetle, spider, flea, mosquito, cricket, locust, termite"),
        ("pleasant", _PLEASANT),
        ("unpleasant", _UNPLEASANT),
    ),
    WordSets(
        ("instruments", "guitar, piano, violin, drum, flute, trumpet, harp, cello, banjo, bell"),
        ("weapons", "gun, knife, sword, bomb, rifle, arrow, tank, missile, spear, whip"),
        ("pleasant", _PLEASANT),
        ("unpleasant", _UNPLEASANT),
    ),
    WordSets(
        ("male names", "John, Paul, Mike, Kevin, Steve, Greg, Jeff, Bill"),
        ("female names", "Amy, Joan, Lisa, Sarah, Diana, Kate, Ann, Donna"),
        ("career", "executive, management, professional, corporation, salary, office, business, career"),
        ("family", "home, parents, children, family, cousins, marriage, wedding, relatives"),
    ),
    WordSets(
        ("science", "science, technology, physics, chemistry, Einstein, NASA, experiment, astronomy"),
        ("arts", "poetry, art, Shakespeare, dance, literature, novel, symphony, drama"),
        ("male", "brother, father, uncle, grandfather, son, he, his, him"),
        ("female", "sister, mother, aunt, grandmother, daughter, she, hers, her"),
    ),
    WordSets(
        ("꽃", "장미, 백합, 튤립, 국화, 난초, 진달래, 개나리, 무궁화"),
        ("벌레", "개미, 모기, 파리, 거미, 벼룩, 바퀴벌레, 말벌, 메뚜기"),
        ("좋음", "사랑, 평화, 자유, 건강, 친구, 행복, 선물, 기쁨"),
        ("나쁨", "폭력, 사고, 살인, 죽음, 독, 재앙, 증오, 감옥"),
    ),
    WordSets(
        ("남성", "남자, 아버지, 아들, 형, 삼촌, 할아버지, 소년, 남편"),
        ("여성", "여자, 어머니, 딸, 언니, 이모, 할머니, 소녀, 아내"),
        ("직장", "회사, 사업, 경력, 월급, 사무실, 경영, 직업, 승진"),
        ("가정", "집, 부모, 자녀, 가족, 결혼, 친척, 육아, 살림"),
    ),
)
