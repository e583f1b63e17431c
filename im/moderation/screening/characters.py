"""What each character is compared as: one table for str.translate, made once in each process."""

import re
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path

from im.moderation.screening.alike import ALIKE, UNSEEN

# A separator: seen as a gap between letters (BLANK) or as a sign between them (SIGN). str.split knows both.
BLANK, SIGN = " ", "\x1f"
# Planes above it hold no letters; what lies there is put below it before the table is asked.
LIMIT = 0x323B0
LONGEST = 6  # more letters than this are never made of one character: U+FDFA would become eighteen

_TRADITIONAL = Path(__file__).with_name("traditional.txt")
# All but ideographs, which are what they are (but for their traditional forms), and Hangul syllables.
_MANIFOLD = (
    range(0x3400),
    range(0x4DC0, 0x4E00),
    range(0xA000, 0xAC00),
    range(0xD7A4, 0x20000),
    range(0x2F800, 0x30000),
)
_LATIN = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?(?:LETTER|LIGATURE) "
    r"(?:(?:SMALL CAPITAL|TURNED|REVERSED|DOTLESS|OPEN|CLOSED|SCRIPT|SIDEWAYS|BARRED|BLACKLETTER|INSULAR) )*"
    r"([A-Z]|AE|OE)(?: WITH .*)?"
)
_ENCLOSED = re.compile(
    r"(?:(?:CROSSED )?NEGATIVE (?:CIRCLED|SQUARED)|RAISED OUTLINED|REGIONAL INDICATOR SYMBOL)"
    r"(?: LATIN (?:CAPITAL|SMALL))?(?: LETTER)? ([A-Z]{1,2})|SQUARED ([A-Z]{2,4})"
)


@cache
def table() -> list[int | str]:
    """By code point: another one, or the string that takes its place."""
    made: list[int | str] = list(range(LIMIT))
    for code in chain.from_iterable(_MANIFOLD):
        becomes = _fold(chr(code))
        made[code] = ord(becomes) if len(becomes) == 1 else becomes
    for char, becomes in traditional().items():
        made[ord(char)] = ord(becomes)
    return made


@cache
def counts() -> bytes:
    """By code point: how many letters it becomes."""
    gaps = (ord(BLANK), ord(SIGN))
    return bytes(letters_in(entry) if isinstance(entry, str) else entry not in gaps for entry in table())


@cache
def traditional() -> dict[str, str]:
    lines = _TRADITIONAL.read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def letters_in(folded: str) -> int:
    return len(folded) - folded.count(BLANK) - folded.count(SIGN)


def _fold(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cn", "Co", "Cs"):
        return SIGN
    if char in ALIKE:
        return ALIKE[char]
    if char in UNSEEN or category in ("Mn", "Me", "Cf"):
        return ""
    if char.isspace() or category[0] == "Z":
        return BLANK
    if category == "Cc":
        return ""
    return _expanded(char) or _named(char, category) or _kept(char, category)


def _expanded(char: str) -> str:
    """By compatibility, case, and the ideograph's simplified form, until nothing changes."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if parts == char:
        return ""
    folded = "".join(traditional().get(part) or _fold(part) for part in parts)
    letters = folded.strip(BLANK + SIGN)
    return letters if 0 < len(letters) <= LONGEST else char if letters else folded[:1]


def _named(char: str, category: str) -> str:
    """What has no decomposition but a telling name: 🅐, ø, ᴀ; and other people's digits."""
    name = unicodedata.name(char, "")
    if category[0] == "N":
        value = unicodedata.numeric(char)
        return str(int(value)) if value == int(value) and category != "Nl" and value < 100 else ""
    if match := _ENCLOSED.fullmatch(name) or _LATIN.fullmatch(name):
        letters = str(match[match.lastindex or 0]).lower()
        return "" if letters == char else letters
    return ""


def _kept(char: str, category: str) -> str:
    """Tones and strokes that Unicode calls letters stand between letters like any sign."""
    return SIGN if category[0] in "PS" or "\u02b9" <= char <= "\u02ff" else char
