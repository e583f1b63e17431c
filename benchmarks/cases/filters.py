"""The keyword filters: a kilobyte against many words, and what a hostile text costs. No server takes part."""

from collections.abc import Callable
from functools import partial
from random import Random
from time import perf_counter, process_time

from benchmarks.bench import Bench
from benchmarks.cpu import GENERATOR
from benchmarks.tally import Measured
from im.moderation.screening import Rule, Screen

EVADING = list("這發 ．\u200bａ𝖇\u0301😀") * 10
KILOBYTE, HOSTILE = 1024, 64 * 1024
LISTS = ((10_000, 150.0), (100_000, 400.0))
HOSTILE_MS = 20.0
CHARACTERS = 3_000  # that words and texts are made of, as in real ones
EVERYWHERE = ("SINGLE", "GROUP", "PROFILE")
NASTY = {
    "separators": " .",
    "letters apart": "a b.",
    "pieces": "ab.cd...",
    "zero-width": "\u200b\u200d",
    "marks": "e" + "\u0301" * 30,
    "U+FDFA": "\ufdfa",
    "U+FDFB": "\ufdfb",
    "tags": "我\U000e0041",
    "unassigned": "\U000f0000",
    "traditional": "這個詞彙還沒發現過",
    "hits in a row": "恶",
    "hits apart": "恶.毒",
    "hits in pieces": "ba.d ",
    "hits of letters apart": "b a d. ",
    "allowed": "badge",
}


def run(bench: Bench) -> None:
    random = Random(2026)
    characters = [chr(code) for code in random.sample(range(0x4E00, 0x9FA0), CHARACTERS)]
    for count, limit in LISTS:
        rules, began = _rules(_words(random, characters, count)), process_time()
        screen = Screen(rules)
        bench.report.say(f"  {count:,} words: built in {process_time() - began:.2f} s of CPU")
        for name, fill in (
            ("Chinese", characters),
            ("evading", [*characters[:300], *"這發 ．\u200bａ𝖇\u0301😀"]),
        ):
            text = _cut("".join(random.choices(fill, k=KILOBYTE)), KILOBYTE)
            measured = _time(bench, partial(screen.screen, text, "GROUP"), 2_000)
            bench.report.row(f"1 KB {name}, {count:,} words", measured)
            bench.report.target(
                f"1 KB {name}, {count:,} words, p50 in µs", measured.quantile(0.5) * 1000, at_most=limit
            )
    _hostile(bench, Screen(_rules([*_words(random, characters, 10_000), "恶", "恶毒", "bad"])))


def _hostile(bench: Bench, screen: Screen) -> None:
    worst = 0.0
    for name, part in NASTY.items():
        text = _cut(part * HOSTILE, HOSTILE)
        measured = _time(bench, partial(screen.screen, text, "GROUP"), 15)
        bench.report.row(f"64 KB {name}", measured)
        worst = max(worst, measured.per_thousand(GENERATOR))
    bench.report.target("64 KB of the worst, CPU in ms", worst, at_most=HOSTILE_MS)


def _rules(words: list[str]) -> list[Rule]:
    blocking = [
        Rule(number, word, "CONTAINS", ("BLOCK", "REPLACE", "FLAG")[number % 3], "***", EVERYWHERE)
        for number, word in enumerate(words)
    ]
    return [
        *blocking,
        Rule(-1, "badge", "ALLOW", "BLOCK", "", EVERYWHERE),
        Rule(-2, "worst", "WORD", "BLOCK", "", EVERYWHERE),
    ]


def _words(random: Random, characters: list[str], count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(random.choices(characters, k=random.choice((2, 3, 3, 4, 4, 5, 6))))] = None
    return list(made)


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _time(bench: Bench, work: Callable[[], object], times: int) -> Measured:
    meter = bench.installation.meter()
    work()
    before, latencies = meter.read(), []
    for _ in range(times):
        began = perf_counter()
        work()
        latencies.append(perf_counter() - began)
    return Measured(times, meter.between(before, meter.read()), latencies)
