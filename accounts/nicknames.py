"""How nicknames are found: folded, and cut into characters and pairs, since Chinese has no blanks."""

import unicodedata


def fold(text: str) -> str:
    """Case and width make no difference, a run of blanks counts as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("\x00", "").split())


def grams(folded: str) -> list[str]:
    """What is kept of a nickname: its distinct characters and pairs of neighbours."""
    return sorted({*folded, *pairs(folded)})


def wanted(folded: str) -> list[str]:
    """The grams that a nickname with this part in it must have."""
    return sorted(set(pairs(folded))) or [folded]


def pairs(folded: str) -> list[str]:
    return [folded[i : i + 2] for i in range(len(folded) - 1)]
