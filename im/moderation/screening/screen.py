"""Screen: a list of words, ready to be looked for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from im.moderation.screening.folding import EDGE, Alphabet, Folded, is_one_word, is_picture, marked, spellings

WORD, ALLOW = "WORD", "ALLOW"
REPLACE = "REPLACE"
ACTIONS = ("BLOCK", "REPLACE", "FLAG")  # the first of what was hit is done
MOST = 1_000  # hits of one text; the last of them takes all the rest with it
SEARCHED_AGAIN = 500  # times in one text; what an allowed word hides beyond that stays hidden


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
Match = tuple[int, int, int]  # which pattern, from where, to where


class Screen:
    """Compiled from an app's rules; never changes, so that any number of threads may ask it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        ordered = sorted(rules, key=lambda rule: (ACTIONS.index(rule.action), rule.id))
        spelt = [spellings(rule.word) for rule in ordered]
        listed = {char for words in spelt for word in words if is_picture(word[0]) for char in word}
        self._alphabet = Alphabet(frozenset(listed))
        self._matchers: dict[str, _Matcher] = {}
        made: list[tuple[list[int], _Matcher]] = []
        for scope in sorted({scope for rule in ordered for scope in rule.scopes}):
            chosen = [number for number, rule in enumerate(ordered) if scope in rule.scopes]
            matcher = next((matcher for known, matcher in made if known == chosen), None)
            self._matchers[scope] = matcher or _Matcher(ordered, spelt, chosen)
            made.append((chosen, self._matchers[scope]))

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
            hits=[Hit(rule.id, rule.word, rule.action, *where) for *where, rule in places],
        )


class _Matcher:
    """The words of a scope in their automata."""

    def __init__(self, rules: list[Rule], spelt: list[tuple[str, ...]], chosen: list[int]) -> None:
        """The rules are in the order of what they do, so that the lowest number is the worst."""
        self._owners: list[Rule] = []
        self._whole: dict[str, Rule] = {}
        patterns: list[str] = []
        allowed: list[str] = []
        for rule, words in ((rules[number], spelt[number]) for number in chosen):
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
            matches, whole = self._not_allowed(self._allowed, folded, matches, whole)
        if not matches:
            return whole
        if len(matches) > MOST:
            rest = matches[MOST - 1 :]
            matches[MOST - 1 :] = [(min(rest)[0], rest[0][1], rest[-1][2])]
        gaps = folded.gaps
        spans = [(start - gaps[start], end - gaps[end], self._owners[which]) for which, start, end in matches]
        return _apart(spans, whole)

    def _in_pieces(self, folded: Folded) -> list[Span]:
        if not self._whole:
            return []
        found = islice(folded.pieces(self._whole), MOST)
        spans = [(at, at + len(word), self._whole[word]) for word, at in found]
        if len(spans) == MOST:
            spans[-1] = (spans[-1][0], folded.size, spans[-1][2])
        return spans

    def _not_allowed(
        self, allowed: AhoCorasick, folded: Folded, matches: list[Match], whole: list[Span]
    ) -> tuple[list[Match], list[Span]]:
        found = allowed.find_matches_as_indexes(folded.stream, overlapping=True)
        if not found:
            return matches, whole
        cover = _Cover(found)
        left = [span for span in whole if not cover.has(*folded.placed(span[0], span[1]))]
        return self._not_covered(matches, folded.stream, _Cover(found)), left

    def _not_covered(self, matches: list[Match], stream: str, cover: "_Cover") -> list[Match]:
        """Where a match is allowed, one that begins inside it may not be: there the search begins again."""
        kept: list[Match] = []
        at, budget = 0, SEARCHED_AGAIN
        for number, match in enumerate(matches):
            if len(kept) > MOST:
                return kept + matches[number:]
            while match[2] > at:
                one = match if match[1] >= at else self._again(stream, at, match[2])
                if one is None:
                    break
                if not cover.has(one[1] + (stream[one[1]] == EDGE), one[2] - (stream[one[2] - 1] == EDGE)):
                    kept.append(one)
                    at = one[2]
                else:
                    at = one[1] + 1 if budget else one[2]
                    budget -= bool(budget)
        return kept

    def _again(self, stream: str, at: int, end: int) -> Match | None:
        """The first match that begins at a place or after it, but before `end`."""
        for which, start, stop in self._words.find_matches_as_indexes(stream[at : end + self._longest - 1]):
            return (which, at + start, at + stop) if at + start < end else None
        return None


class _Cover:
    """The allowed words of a stream, in the order of their ends; asked from left to right."""

    def __init__(self, found: list[Match]) -> None:
        self._found = found
        self._longest = max((end - start for _, start, end in found), default=0)
        self._first = 0

    def has(self, start: int, end: int) -> bool:
        found, first = self._found, self._first
        while first < len(found) and found[first][2] <= start:
            first += 1
        self._first = first
        while first < len(found) and found[first][2] <= start + self._longest:
            if found[first][1] <= start and found[first][2] >= end:
                return True
            first += 1
        return False


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
