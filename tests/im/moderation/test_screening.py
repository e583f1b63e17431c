"""Screens: what is hit, where, what is done about it, and what is left alone."""

import pytest

from im.moderation.screening import Found, Hit, Rule, Screen, fold

EVERYWHERE = ("SINGLE", "GROUP", "PROFILE")


def screen(*words: tuple[str, str, str], replacement: str = "***") -> Screen:
    """Of (word, match type, action), whose ids are 1, 2, 3 …"""
    return Screen(
        Rule(number, word, match_type, action, replacement, EVERYWHERE)
        for number, (word, match_type, action) in enumerate(words, start=1)
    )


def words_hit(made: Screen, text: str, scope: str = "SINGLE") -> list[str]:
    found = made.screen(text, scope)
    return [hit.word for hit in found.hits] if found else []


def test_what_is_hit_is_said_in_places_of_the_text_as_it_was_written() -> None:
    found = screen(("法轮功", "CONTAINS", "REPLACE")).screen("说 法\u200b輪.功！", "SINGLE")
    assert found == Found("REPLACE", "说 ***！", [Hit(1, "法轮功", "REPLACE", 2, 7)])


def test_blocking_beats_replacing_beats_flagging() -> None:
    made = screen(("one", "WORD", "FLAG"), ("two", "WORD", "REPLACE"), ("three", "WORD", "BLOCK"))
    assert [made.screen(text, "GROUP").action for text in ("one", "one two", "two three one")] == [  # type: ignore[union-attr]
        "FLAG",
        "REPLACE",
        "BLOCK",
    ]


def test_a_rule_holds_in_its_scopes_only() -> None:
    made = Screen(
        [
            Rule(1, "群聊", "CONTAINS", "BLOCK", "", ["GROUP"]),
            Rule(2, "哪里", "CONTAINS", "BLOCK", "", ["GROUP", "SINGLE"]),
        ]
    )
    assert [words_hit(made, "群聊在哪里", scope) for scope in ("SINGLE", "GROUP", "PROFILE")] == [
        ["哪里"],
        ["群聊", "哪里"],
        [],
    ]


def test_without_rules_nothing_is_hit() -> None:
    assert Screen([]).screen("anything", "SINGLE") is None


@pytest.mark.parametrize("text", ["sex", "SEX!", "no sex, please", "我sex他", "as_sex", "s e x", "ｓ．ｅｘ"])
def test_a_whole_word_is_hit(text: str) -> None:
    assert words_hit(screen(("sex", "WORD", "BLOCK")), text) == ["sex"]


@pytest.mark.parametrize("text", ["essex", "sexton", "as ex", "asse x", "class exam", "pass.exe", "sex1"])
def test_a_part_of_a_word_is_not_a_whole_word(text: str) -> None:
    assert words_hit(screen(("sex", "WORD", "BLOCK")), text) == []


@pytest.mark.parametrize(
    ("word", "text"),
    [("hell", "he'll be late"), ("hell", "He’ll call"), ("shed", "she'd go"), ("whore", "WHO'RE THEY")],
)
def test_two_words_that_are_written_as_one_are_no_word_in_pieces(word: str, text: str) -> None:
    made = screen((word, "CONTAINS", "BLOCK"))
    assert words_hit(made, text) == []
    assert words_hit(made, f"{text} {word[:2]}.{word[2:]}") == [word]
    assert words_hit(made, f"{text} {word[:1]}'{word[1:]}") == [word]


def test_words_of_an_alphabet_do_not_run_into_each_other() -> None:
    made = screen(("assex", "CONTAINS", "BLOCK"), ("mother fucker", "CONTAINS", "BLOCK"))
    assert words_hit(made, "as sex") == []
    assert words_hit(made, "glassexit") == ["assex"]
    assert words_hit(made, "a Mother -- Fuckers") == ["mother fucker"]


def test_of_overlapping_words_the_leftmost_is_hit_and_of_those_the_longest() -> None:
    made = screen(
        ("中国", "CONTAINS", "FLAG"), ("中国人民", "CONTAINS", "FLAG"), ("人民银行", "CONTAINS", "BLOCK")
    )
    assert words_hit(made, "中国人民银行") == ["中国人民"]
    assert words_hit(made, "中国人 人民银行") == ["中国", "人民银行"]
    mixed = screen(("sex", "WORD", "FLAG"), ("sex toy", "CONTAINS", "FLAG"))
    assert words_hit(mixed, "sex toys") == ["sex toy"]


def test_an_allowed_word_wins_over_a_shorter_one_inside_it() -> None:
    made = screen(
        ("ass", "CONTAINS", "BLOCK"), ("class", "ALLOW", "BLOCK"), ("classass", "CONTAINS", "BLOCK")
    )
    assert words_hit(made, "a classic") == []
    assert words_hit(made, "class ass") == ["ass"]
    assert words_hit(made, "classass") == ["classass"]


def test_an_allowed_word_does_not_hide_one_that_only_begins_inside_it() -> None:
    made = screen(
        ("日本", "CONTAINS", "BLOCK"), ("本地小姐", "CONTAINS", "BLOCK"), ("节日本地", "ALLOW", "BLOCK")
    )
    assert words_hit(made, "节日本地") == []
    assert words_hit(made, "节日本地小姐") == ["本地小姐"]


def test_pictures_are_found_by_lists_that_name_them() -> None:
    made = screen(("🖕", "CONTAINS", "REPLACE"), ("傻逼", "CONTAINS", "REPLACE"))
    assert made.screen("看🖕🏿吧", "SINGLE").result == "看***吧"  # type: ignore[union-attr]
    assert words_hit(made, "傻🙂逼") == ["傻逼"]


def test_two_words_in_one_character_are_masked_once() -> None:
    found = screen(("株式", "CONTAINS", "REPLACE"), ("会社", "CONTAINS", "REPLACE")).screen("a㍿b", "SINGLE")
    assert found is not None
    assert found.result == "a***b"
    assert [(hit.start, hit.end) for hit in found.hits] == [(1, 2), (1, 2)]


@pytest.mark.parametrize("word", ["", "  ", "***", "a$$", "C++", "f**k", "\u3164", "\u200b"])
def test_a_word_with_too_little_to_look_for_folds_to_nothing_and_hits_nothing(word: str) -> None:
    assert fold(word) == ""
    assert screen((word, "CONTAINS", "BLOCK")).screen("as a $$ f k C *** +", "SINGLE") is None


@pytest.mark.parametrize(
    ("word", "same"),
    [("傻逼", "傻 逼"), ("法輪功", "法轮功"), ("FUCK", "f.u.c.k"), ("ΗΛΙΟΣ", "ήλιος"), ("Ｅ-mail", "e mail")],
)
def test_words_that_are_looked_for_alike_fold_alike(word: str, same: str) -> None:
    assert fold(word) == fold(same) != ""


@pytest.mark.parametrize("part", ["恶", "恶 毒", "ba.d ", "b a d. ", "bad", "好恶"])
def test_a_text_has_a_thousand_hits_at_most_and_the_last_takes_in_the_rest(part: str) -> None:
    made = screen(("恶", "CONTAINS", "REPLACE"), ("bad", "CONTAINS", "REPLACE"), ("好", "ALLOW", "FLAG"))
    found = made.screen(part * 1_500, "SINGLE")
    assert found is not None
    assert len(found.hits) == 1_000
    assert found.result.count("***") == 1_000
    assert not set("恶bad") & set(found.result)


def test_what_comes_after_a_thousand_hits_is_done_too() -> None:
    made = screen(("恶", "CONTAINS", "FLAG"), ("毒", "CONTAINS", "BLOCK"), ("好恶", "ALLOW", "FLAG"))
    found = made.screen("恶" * 2_000 + "毒", "SINGLE")
    assert found is not None
    assert found.action == "BLOCK"
    assert made.screen("好恶" * 5_000, "SINGLE") is None
