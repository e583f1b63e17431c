"""However a word is written it is caught; what only looks a little like it is not."""

import re
import unicodedata
from collections.abc import Callable
from itertools import cycle, product
from pathlib import Path
from random import Random

import pytest

from tests.im.moderation.clean import LISTED, sentences
from tests.im.moderation.test_screening import screen, words_hit

PAGE = Path(__file__).parents[3] / "docs" / "moderation.md"
ROW = re.compile(r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
ESCAPED = re.compile(r"\\u\{([0-9A-F]+)\}")
CHINESE = ["法轮功", "傻逼", "代开发票", "冰毒", "六合彩", "裸聊", "赌博网站", "办证", "枪支弹药", "加微信"]
LATIN = ["fuck", "cocaine", "viagra", "porn", "casino", "scam"]
TO_TRADITIONAL = str.maketrans("轮发网办证弹药开裸枪赌", "輪發網辦證彈藥開裸槍賭")
CYRILLIC = str.maketrans("aceopxyisk", "асеорхуіѕк")
GREEK = str.maketrans("aeioknuv", "αειοκηυν")


def test_each_class_of_the_documentation_is_folded_as_its_example_says() -> None:
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) >= 35
    for name, word, example in rows:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), example)
        found = screen((word, "CONTAINS", "REPLACE")).screen(f"看{text}看", "SINGLE")
        assert found, name
        assert found.result == "看***看", name
        assert text != word, name


def between(*signs: str) -> Callable[[str], str]:
    def write(word: str) -> str:
        turn = cycle(signs)
        return "".join(char + next(turn) for char in word[:-1]) + word[-1]

    return write


def shifted(first: int) -> Callable[[str], str]:
    """Each Latin letter by its place in a block of twenty-six."""
    return lambda word: "".join(chr(first + ord(char) - ord("a")) for char in word)


def marked(word: str) -> str:
    return "".join(f"{char}\u0301\u0336" for char in word)


def wide(word: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in word)


BOTH = {
    "zero-width": between("\u200b", "\u200d", "\ufeff", "\u2060"),
    "soft hyphen": between("\u00ad", "\u2063"),
    "direction": between("\u202e", "\u2066", "\u200f"),
    "filler": between("\u3164", "\uffa0", "\u115f"),
    "Braille": between("\u2800"),
    "selectors": between("\ufe0f", "\U000e0101", "\ufe00"),
    "tags": between("\U000e0041", "\U000e007f"),
    "blank": between(" "),
    "wide blanks": between("\u3000", "\u2003", "\u00a0"),
    "dots": between("."),
    "dashes": between(" - "),
    "stars": between("*", "__", "·"),
    "lines": between("\n"),
    "pictures": between("😀", "❤\ufe0f"),
    "private": between("\ue000", "\U000f0000"),
    "controls": between("\x07", "\x7f"),
    "marks": marked,
    "zero-width and marks": lambda word: marked(between("\u200b\u2800")(word)),
}
ONLY_CHINESE = {
    "traditional": lambda word: word.translate(TO_TRADITIONAL),
    "traditional apart": lambda word: between(" ", "\u200b.")(word.translate(TO_TRADITIONAL)),
    "mixed punctuation": between("，", "。", "！!"),
    "Latin brackets": lambda word: f"[{word[0]}]({word[1:]})",
}
ONLY_LATIN = {
    "capitals": str.upper,
    "a capital inside": lambda word: word[:2] + word[2:].title(),
    "full width": wide,
    "circled": shifted(0x24D0),
    "parenthesized": shifted(0x249C),
    "negative circled": shifted(0x1F150),
    "negative squared": shifted(0x1F170),
    "squared": shifted(0x1F130),
    "regional": shifted(0x1F1E6),
    "bold": shifted(0x1D41A),
    "bold italic": shifted(0x1D482),
    "fraktur": shifted(0x1D586),
    "double-struck": shifted(0x1D552),
    "monospace": shifted(0x1D68A),
    "Cyrillic": lambda word: word.translate(CYRILLIC),
    "Greek": lambda word: word.translate(GREEK),
    "accents": lambda word: unicodedata.normalize("NFC", "".join(f"{char}\u0301" for char in word)),
    "in pieces": lambda word: f"{word[:2]}.{word[2:]}",
    "in other pieces": lambda word: f"{word[:1]}_{word[1:3]}*{word[3:]}",
    "bold apart": lambda word: between(" ")(shifted(0x1D41A)(word)),
    "Cyrillic, zero-width": lambda word: between("\u200b")(word.translate(CYRILLIC)),
    "full width, dots": lambda word: between("．")(wide(word)),
}


def test_every_generated_evasion_is_caught() -> None:
    tried = [
        *product(CHINESE, (BOTH | ONLY_CHINESE).items()),
        *product(LATIN, (BOTH | ONLY_LATIN).items()),
    ]
    made = screen(*((word, "CONTAINS", "BLOCK") for word in CHINESE + LATIN))
    missed = [
        (word, name) for word, (name, write) in tried if words_hit(made, f"看, {write(word)} 。") != [word]
    ]
    assert len(tried) >= 300
    assert missed == []


def test_clean_sentences_are_left_alone() -> None:
    made = screen(*LISTED)
    clean = sentences(10_000, Random(2026))
    hit = {text: words_hit(made, text) for text in clean if words_hit(made, text)}
    assert len(clean) == len(set(clean)) == 10_000
    assert len(hit) <= 10, hit


@pytest.mark.parametrize("word", [word for word, match_type, _ in LISTED if match_type != "ALLOW"])
def test_the_list_of_that_test_hits_what_it_names(word: str) -> None:
    assert words_hit(screen(*LISTED), f"{word}!") == [word]
