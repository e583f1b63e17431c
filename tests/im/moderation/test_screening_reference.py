"""The engine against one that only compares letter by letter, on texts and lists that hypothesis makes up."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from im.moderation.screening import Hit, Rule, Screen, fold
from im.moderation.screening.characters import table
from im.moderation.screening.folding import _ONLY_DENSE

texts = st.text("ab我他 .é㎏輪🙂\u200b\u0301Ａ", max_size=24)
words = st.text("ab我他 .", min_size=1, max_size=5).filter(lambda word: fold(word) != "")


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    chosen = draw(st.lists(words, min_size=1, max_size=6, unique_by=fold))
    kinds, actions = (
        st.sampled_from(("CONTAINS", "WORD", "ALLOW")),
        st.sampled_from(("BLOCK", "REPLACE", "FLAG")),
    )
    return [
        Rule(number, word, draw(kinds), draw(actions), f"<{number}>", ("SINGLE",))
        for number, word in enumerate(chosen)
    ]


@dataclass
class Letter:
    char: str
    origin: int
    gap: str  # what separates it from the one before

    @property
    def dense(self) -> bool:
        return bool(_ONLY_DENSE.fullmatch(self.char))


class Read:
    """A text as letters, and between which two of them a word ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: list[Letter] = []
        gap = ""
        for origin, char in enumerate(text):
            for folded in char.translate(table()):
                if folded in " \x1f":
                    gap += folded
                else:
                    self.letters.append(Letter(folded, origin, gap))
                    gap = ""
        self.apart = [self._apart(number) for number in range(len(self.letters) + 1)]

    def _ends(self, number: int) -> bool:
        """Whether nothing of an alphabet touches the place before a letter."""
        if number in (0, len(self.letters)):
            return True
        before, after = self.letters[number - 1 : number + 1]
        return bool(after.gap) or before.dense or after.dense

    def _apart(self, number: int) -> bool:
        """Whether the gap before a letter counts."""
        if number in (0, len(self.letters)):
            return False
        before, after = self.letters[number - 1 : number + 1]
        if before.dense or after.dense or not after.gap:
            return False
        return not (self._ends(number - 1) and self._ends(number + 1))

    def borders(self, number: int) -> bool:
        """Whether a word begins or ends before a letter."""
        if number in (0, len(self.letters)):
            return True
        return self.apart[number] or self.letters[number - 1].dense or self.letters[number].dense

    def where(self, rule: Rule) -> Iterator[tuple[int, int]]:
        word = Read(rule.word.lower())
        size = len(word.letters)
        for start in range(len(self.letters) - size + 1):
            same = all(
                self.letters[start + place].char == letter.char
                and (place == 0 or self.apart[start + place] == word.apart[place])
                for place, letter in enumerate(word.letters)
            )
            if same and (rule.match_type != "WORD" or (self.borders(start) and self.borders(start + size))):
                yield start, start + size

    def pieces(self) -> Iterator[tuple[int, int, str]]:
        """What is written together but for up to three signs in each gap."""
        cuts = [
            0,
            *(number for number in range(1, len(self.letters)) if self._parts(number)),
            len(self.letters),
        ]
        for start, end in pairwise(cuts):
            if any(letter.gap for letter in self.letters[start + 1 : end]):
                yield start, end, "".join(letter.char for letter in self.letters[start:end])

    def _parts(self, number: int) -> bool:
        before, after = self.letters[number - 1 : number + 1]
        signs = 0 < len(after.gap) <= 3 and " " not in after.gap
        return before.dense or after.dense or (bool(after.gap) and not signs)


def expected(rules: list[Rule], text: str) -> list[Hit]:
    read = Read(text)
    allowed = [span for rule in rules if rule.match_type == "ALLOW" for span in read.where(rule)]
    looked_for = [rule for rule in rules if rule.match_type != "ALLOW"]

    def stands(start: int, end: int) -> bool:
        return not any(first <= start and end <= last for first, last in allowed)

    found = [(*span, rule) for rule in looked_for for span in read.where(rule) if stands(*span)]
    whole = {fold(rule.word): rule for rule in looked_for}
    inside = [(a, b, whole[word]) for a, b, word in read.pieces() if word in whole and stands(a, b)]
    return [_hit(read, *span) for span in _greedy(_greedy(found) + inside)]


def _greedy(spans: list[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    kept: list[tuple[int, int, Rule]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _hit(read: Read, start: int, end: int, rule: Rule) -> Hit:
    stop = read.letters[end - 1].origin + 1
    while read.text[stop : stop + 1] == "\u0301":
        stop += 1
    return Hit(rule.id, rule.word, rule.action, read.letters[start].origin, stop)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(rules(), texts)
def test_it_hits_what_a_comparison_letter_by_letter_hits(rules: list[Rule], text: str) -> None:
    found = Screen(rules).screen(text, "SINGLE")
    assert (found.hits if found else []) == expected(rules, text)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(rules(), texts)
def test_what_is_not_hit_is_sent_as_it_was_written(rules: list[Rule], text: str) -> None:
    found = Screen(rules).screen(text, "SINGLE")
    if found is None:
        return
    rest, at = found.result, 0
    for hit in found.hits:
        if hit.action == "REPLACE" and hit.start >= at:
            masked = f"{text[at : hit.start]}<{hit.id}>"
            assert rest.startswith(masked)
            rest, at = rest.removeprefix(masked), hit.end
    assert rest == text[at:]


def test_every_character_can_be_screened_and_folding_twice_is_folding_once() -> None:
    """Lone surrogates, unassigned characters and all."""
    made = Screen([Rule(1, "我们", "CONTAINS", "REPLACE", "", ("SINGLE",))])
    for first in range(0, 0x110000, 0x4000):
        text = "".join(map(chr, range(first, first + 0x4000)))
        assert made.screen(f"{text}我们", "SINGLE") is not None
        folded = fold(text)
        assert fold(folded) == folded
