import pytest

from config.api.errors import BadParameter
from push.templating import expand, gaps, require_well_formed


def test_gaps_are_filled_in_every_language():
    content = {"title": "{shop}", "body": "No. {no}", "i18n": {"zh": {"body": "单号 {no}，{{{shop}}}"}}}
    assert expand(content, {"shop": "A", "no": "7", "more": "-"}) == {
        "title": "A",
        "body": "No. 7",
        "i18n": {"zh": {"body": "单号 7，{A}"}},
    }
    assert gaps(content) == {"shop", "no"}


def test_a_missing_parameter_is_named():
    with pytest.raises(BadParameter) as refused:
        expand({"body": "{a} {b}", "i18n": {"en": {"title": "{c}"}}}, {"a": "1", "c": "2"})
    assert refused.value.errors == [
        {"field": "options.template.params.b", "message": "is missing: the template needs it"}
    ]


def test_what_a_parameter_says_is_text_and_nothing_else():
    said = "{b} {b.__class__} {0} %s ${b}"
    assert expand({"body": "{a}"}, {"a": said, "b": "!"})["body"] == said


@pytest.mark.parametrize(
    "text", ["{a.__class__}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{", "}", "{a}}", "{ä}", "{a b}"]
)
def test_only_plain_names_make_a_gap(text: str):
    with pytest.raises(BadParameter) as refused:
        require_well_formed({"i18n": {"en": {"body": text}}})
    assert refused.value.errors is not None
    assert refused.value.errors[0]["field"] == "i18n.en.body"


def test_names_and_doubled_braces_are_well_formed():
    require_well_formed({"title": "{{not a gap}} {name_1}", "body": ""})
