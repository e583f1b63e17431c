"""Screen: a list of words, ready to be looked for."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from im.moderation.screening.folding import EDGE, Alphabet, Folded, is_one_word, is_picture, marked, spellings

WORD, ALLOW = "WORD", "ALLOW"
REPLACE = "REPLACE"
ACTIONS = ("BLOCK", "REPLACE", "FLAG")  # the first of what was hit is done
HITS_SHOWN = 1_000  # of one text; all are masked
SEARCHED_AGAIN = 2_000  # times in one text; what an allowed word hides beyond that stays hidden


@dataclass(frozen=True, slots=True)
class Rule:
    id: int
    word: str
    match_type: str
    action: str
    replacement: str
    scopes: Collection[str]


class Hit(NamedTuple):
    """Places are code points of the text as it was written; the end is the first that is not hit."""

    id: int
    word: str
    action: str
    start: int
    end: int


class Found(NamedTuple):
    action: str
    result: str
    hits: list[Hit]


Span = tuple[int, int, Rule]
Spelt = tuple[Rule, tuple[str, ...]]


class Screen:
    """Compiled from an app's rules; never changes, so that any number of threads may ask it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        ordered = sorted(rules, key=lambda rule: (ACTIONS.index(rule.action), rule.id))
        spelt = [(rule, spellings(rule.word)) for rule in ordered]
        listed = {char for _, words in spelt for word in words if is_picture(word[0]) for char in word}
        self._alphabet = Alphabet(frozenset(listed))
        self._matchers: dict[str, _Matcher] = {}
        made: list[tuple[list[Spelt], _Matcher]] = []
        for scope in sorted({scope for rule in ordered for scope in rule.scopes}):
            chosen = [one for one in spelt if scope in one[0].scopes]
            matcher = next((matcher for known, matcher in made if known == chosen), None) or _Matcher(chosen)
            made.append((chosen, matcher))
            self._matchers[scope] = matcher

    def screen(self, text: str, scope: str) -> Found | None:
        matcher = self._matchers.get(scope)
        if matcher is None:
            return None
        folded = Folded(text, self._alphabet)
        spans = matcher.spans(folded)
        if not spans:
            return None
        places = folded.places(spans)
        return Found(
            action=min({rule.action for _, _, rule in places}, key=ACTIONS.index),
            result=_masked(text, places),
            hits=[Hit(rule.id, rule.word, rule.action, *where) for *where, rule in places[:HITS_SHOWN]],
        )


class _Matcher:
    """The words of a scope in their automata."""

    def __init__(self, spelt: Sequence[Spelt]) -> None:
        self._owners: list[Rule] = []
        self._whole: dict[str, Rule] = {}
        patterns: list[str] = []
        allowed: list[str] = []
        for rule, words in spelt:
            for word in words:
                found = _patterns(word, rule.match_type)
                if rule.match_type == ALLOW:
                    allowed += found
                    continue
                patterns += found
                self._owners += [rule] * len(found)
                if found[0][0] == EDGE and is_one_word(word):
                    self._whole.setdefault(word, rule)
        self._longest = max(map(len, patterns), default=0)
        self._words = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, store_patterns=False)
        self._allowed = AhoCorasick(allowed, store_patterns=False) if allowed else None

    def spans(self, folded: Folded) -> list[Span]:
        """By their letters: leftmost, then longest, none upon another, none in an allowed word."""
        matches = self._words.find_matches_as_indexes(folded.stream)
        whole = self._in_pieces(folded)
        if self._allowed is not None and (matches or whole):
            cover = _Cover(self._allowed, folded)
            matches = self._not_covered(matches, folded, cover)
            whole = [span for span in whole if not cover.has(span[0], span[1])]
        if not matches:
            return whole
        gaps = folded.gaps
        spans = [(start - gaps[start], end - gaps[end], self._owners[which]) for which, start, end in matches]
        return _apart(spans, whole)

    def _in_pieces(self, folded: Folded) -> list[Span]:
        if not self._whole:
            return []
        return [(at, at + len(word), self._whole[word]) for word, at in folded.pieces(self._whole)]

    def _not_covered(
        self, matches: list[tuple[int, int, int]], folded: Folded, cover: "_Cover"
    ) -> list[tuple[int, int, int]]:
        """Where a match is allowed, one that begins inside it may not be: there the search begins again."""
        kept, at, budget, gaps = [], 0, SEARCHED_AGAIN, folded.gaps
        for match in matches:
            while match[2] > at:
                one = match if match[1] >= at else self._again(folded.stream, at, match[2])
                if one is None:
                    break
                if not cover.has(one[1] - gaps[one[1]], one[2] - gaps[one[2]]):
                    kept.append(one)
                    at = one[2]
                else:
                    at = one[1] + 1 if budget else one[2]
                    budget -= bool(budget)
        return kept

    def _again(self, stream: str, at: int, end: int) -> tuple[int, int, int] | None:
        """The first match that begins at a place or after it, but before `end`."""
        for which, start, stop in self._words.find_matches_as_indexes(stream[at : end + self._longest - 1]):
            return (which, at + start, at + stop) if at + start < end else None
        return None


class _Cover:
    """The letters of allowed words."""

    def __init__(self, allowed: AhoCorasick, folded: Folded) -> None:
        gaps = folded.gaps
        found = allowed.find_matches_as_indexes(folded.stream, overlapping=True)
        spans = sorted((start - gaps[start], end - gaps[end]) for _, start, end in found)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def has(self, start: int, end: int) -> bool:
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and self._ends[last] >= end


def _patterns(word: str, match_type: str) -> list[str]:
    """At the beginning of a word also with its edge, lest a longer match begin after a shorter one."""
    pattern = marked(word)
    if match_type == WORD:
        return [pattern]
    pattern = pattern.removesuffix(EDGE)
    return [pattern, pattern[1:]] if pattern[0] == EDGE else [pattern]


def _apart(spans: list[Span], whole: list[Span]) -> list[Span]:
    if not whole:
        return spans
    kept: list[Span] = []
    for span in sorted(spans + whole, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _masked(text: str, places: list[Span]) -> str:
    parts, at = [], 0
    for start, end, rule in places:
        if rule.action == REPLACE:
            if start >= at:  # two words in one character are masked once
                parts += [text[at:start], rule.replacement]
            at = max(at, end)
    return "".join(parts) + text[at:]
