"""Text as it is searched: folded letters, only the gaps that count, and the way back to what was written."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, chain, compress, repeat
from typing import TypeVar

from im.moderation.screening.characters import BLANK, LIMIT, SIGN, counts, letters_in, table

EDGE = "|"  # where a word of an alphabet begins or ends
_UPON = ("Mn", "Me", "Sk")
MARKS_MASKED = 16  # with the letter that they are upon
# Scripts whose words do not stand apart, so that no gap between their letters ever counts; and pictures.
_DENSE = (
    "\u0e00-\u11ff\u1780-\u17ff\u2000-\u2bff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U000323af"
)
_LETTER = f"[^{_DENSE}{BLANK}{SIGN}]"  # of an alphabet
_ALONE = rf"(?<=[{_DENSE} ]{_LETTER} )(?={_LETTER}[{_DENSE} ])"
_IDLE_GAP = re.compile(f" (?:(?=[{_DENSE}])|(?<=[{_DENSE}] )|{_ALONE})")
_WORD = re.compile(f"({_LETTER}+)")
_PIECES = re.compile(f"(?<!{_LETTER}){_LETTER}++(?:{SIGN}{{1,3}}{_LETTER}++)+")
# The same where everything is ASCII, as English is: half the time.
_ASCII_GAP = re.compile(" (?=[^ ] )(?<= [^ ] )")
_ASCII_PIECES = re.compile(f"(?<![^ {SIGN}])[^ {SIGN}]++(?:{SIGN}{{1,3}}[^ {SIGN}]++)+")
# Where two words are written as one, as everybody writes them: "he'll" is not to be hell.
_APOSTROPHE = re.compile("['’‘＇´`ʼ]")
_CONTRACTED = re.compile(
    rf"(?i)\b(i|you|he|she|it|we|they|who|what|that|there){_APOSTROPHE.pattern}(?=(?:ll|re|ve|d|s|m)\b)"
)
_ONLY_DENSE = re.compile(f"[{_DENSE}]+")
_TAG = re.compile("[\U000e0000-\U000e0fff]")
_ABOVE = re.compile(f"[{chr(LIMIT)}-\U0010ffff]")
# Greek capitals look like other Latin letters than small ones; Hangul can be written in pieces.
_TWO_FACED = re.compile("[\u0370-\u03ff\u1f00-\u1fff\uac00-\ud7a3]")

Tag = TypeVar("Tag")


class Alphabet:
    """What each character is compared as: the common table, but for the pictures that a list looks for."""

    def __init__(self, pictures: frozenset[str] = frozenset()) -> None:
        self.table, self._pictures = table(), sorted(map(ord, pictures))
        if pictures:
            self.table = self.table.copy()
            for code in self._pictures:
                self.table[code] = code

    @cached_property
    def counts(self) -> bytes:
        """By code point: how many letters it becomes."""
        known = bytearray(counts())
        for code in self._pictures:
            known[code] = 1
        return bytes(known)

    def letters(self, text: str) -> str:
        """With the gaps as they are."""
        return _within(text).translate(self.table)


class Folded:
    """A text beside its `stream`, which is what the automata search."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.text, self._alphabet = text, alphabet
        self._letters = alphabet.letters(text)
        self.stream = marked(_closed(self._letters))

    @cached_property
    def gaps(self) -> Sequence[int]:
        """How many places before each place of the stream are no letters."""
        return [0, *accumulate(map(" |".__contains__, self.stream))]

    def placed(self, first: int, end: int) -> tuple[int, int]:
        """Of letters, where they are in the stream."""

        def rank(place: int) -> int:
            return place - self.gaps[place]

        places = range(len(self.gaps))
        return bisect_right(places, first, key=rank) - 1, bisect_left(places, end, key=rank)

    @property
    def size(self) -> int:
        """In letters."""
        return letters_in(self._letters)

    @cached_property
    def _known(self) -> bytes:
        """How many letters each character of the text becomes."""
        counts = self._alphabet.counts
        if self.text.isascii():
            return self.text.encode().translate(counts[:256])
        return bytes(map(counts.__getitem__, map(ord, _within(self.text))))

    @cached_property
    def _origins(self) -> Sequence[int]:
        """Where in the text each letter comes from."""
        places = range(len(self.text))
        if max(self._known) > 1:
            return list(chain.from_iterable(map(repeat, places, self._known)))
        return places if all(self._known) else list(compress(places, self._known))

    def places(self, spans: list[tuple[int, int, Tag]]) -> list[tuple[int, int, Tag]]:
        """Of letters, the characters of the text, with the marks (and the tone of skin) upon the last one."""
        found, origins, known = [], self._origins, self._known + b"\1"
        for first, end, tag in spans:
            stop = origins[end - 1] + 1
            found.append((origins[first], stop if known[stop] else self._past_marks(stop), tag))
        return found

    def _past_marks(self, stop: int) -> int:
        for char in self.text[stop : stop + MARKS_MASKED]:
            if not self._is_upon(char):
                break
            stop += 1
        return stop

    def _is_upon(self, char: str) -> bool:
        return unicodedata.category(char) in _UPON and not self._alphabet.letters(char)

    def pieces(self, words: Container[str]) -> Iterator[tuple[str, int]]:
        """Those of the words that are written like `fu.ck`, and the number of their first letter."""
        letters = self._letters
        if SIGN in letters and _APOSTROPHE.search(self.text):
            letters = self._alphabet.letters(_CONTRACTED.sub(r"\1 ", self.text))
        rank = at = 0
        pieces = _ASCII_PIECES if letters.isascii() else _PIECES
        for match in pieces.finditer(letters) if SIGN in letters else ():
            word = match[0].replace(SIGN, "")
            if word in words:
                rank += letters_in(letters[at : match.start()])
                at = match.start()
                yield word, rank


def fold(word: str) -> str:
    """What words are compared by; empty where there is too little to look for."""
    letters = _plain().letters(word.lower())
    if _ONLY_DENSE.fullmatch(letters):
        return letters
    folded = _closed(letters)
    if not folded:
        return "".join(filter(is_picture, word))
    if SIGN in letters and len(folded) < 3 and _WORD.fullmatch(folded):
        return ""  # `a$$` is not to find every a
    return folded


def spellings(word: str) -> tuple[str, ...]:
    """A word as it is looked for: nearly always one."""
    folded = fold(word)
    if not folded:
        return ()
    if not _TWO_FACED.search(word):
        return (folded,)
    variants = (word.upper(), word.title(), unicodedata.normalize("NFD", word))
    return tuple(sorted({folded, *(_closed(_plain().letters(variant)) for variant in variants)}))


def marked(folded: str) -> str:
    """Each word of an alphabet between EDGEs."""
    if folded.isascii():
        return folded and f"|{folded.replace(BLANK, '| |')}|"
    return EDGE.join(_WORD.split(folded))


def is_picture(char: str) -> bool:
    """An emoji or another sign that a list can look for; elsewhere they only separate."""
    shown = unicodedata.category(char) == "So" and _ONLY_DENSE.match(char)
    return bool(shown) and _plain().letters(char) == SIGN


def is_one_word(folded: str) -> bool:
    """Of an alphabet, and no number: 1989 is not to be found in 19.89."""
    return bool(_WORD.fullmatch(folded)) and not folded.isdigit()


def _within(text: str) -> str:
    """The same length, with nothing from the planes that the table does not have."""
    if _ABOVE.search(text) is None:
        return text
    return _ABOVE.sub("\ue000", _TAG.sub("\u200b", text))


def _closed(letters: str) -> str:
    """With one blank for each gap that counts."""
    joined = BLANK.join(letters.split())
    if BLANK not in joined:
        return joined
    gap = _ASCII_GAP if joined.isascii() else _IDLE_GAP
    return gap.sub("", f" {joined} ").strip(BLANK)


@cache
def _plain() -> Alphabet:
    return Alphabet()
