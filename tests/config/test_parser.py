"""The strict JSON of the whole API: good documents come through unchanged, doubtful ones are refused."""

import json

import pytest

from config.api.parser import loads
from tests.config.documents import SEND, named, refusal_of

# What is refused

NOT_JSON: dict[str, bytes] = {
    "empty": b"",
    "blanks": b" \r\n\t ",
    "a word": b"hello",
    "a form": b"chatType=SINGLE&toId=bob",
    "XML": b"<a/>",
    "NUL": b"\x00",
    "NUL after": b"{}\x00",
    "NUL in a string": b'{"a":"x\x00y"}',
    "NUL in a key": b'{"a\x00":1}',
    "a tab in a string": b'{"a":"x\ty"}',
    "a line break in a string": b'{"a":"x\ny"}',
    "no end of object": b'{"a":1',
    "no end of list": b"[1, 2",
    "no end of string": b'{"a":"x',
    "no value": b'{"a":}',
    "no colon": b'{"a" 1}',
    "no comma": b'{"a":1 "b":2}',
    "comma before the end of an object": b'{"a":1,}',
    "comma before the end of a list": b"[1,]",
    "comma first": b"[,1]",
    "wrong bracket": b'{"a":1]',
    "two documents": b"{}{}",
    "two lines": b"{}\n{}",
    "trailing garbage": b'{"a":1} x',
    "trailing bracket": b'{"a":1}}',
    "single quotes": b"{'a':1}",
    "bare key": b"{a:1}",
    "number as a key": b"{1:1}",
    "null as a key": b"{null:1}",
    "comment": b'{"a":1} // x',
    "comment inside": b'{/* x */"a":1}',
    "Python": b'{"a":True}',
    "undefined": b'{"a":undefined}',
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":Infinity}',
    "-Infinity": b'{"a":-Infinity}',
    "1e400": b'{"a":1e400}',
    "-1e400": b'{"a":-1e400}',
    "5,000 digits": b'{"a":' + b"9" * 5000 + b"}",
    "leading zero": b'{"a":01}',
    "leading plus": b'{"a":+1}',
    "leading point": b'{"a":.5}',
    "trailing point": b'{"a":5.}',
    "empty exponent": b'{"a":1e}',
    "hexadecimal": b'{"a":0x10}',
    "underscore": b'{"a":1_000}',
    "minus alone": b"-",
    "bad escape": b'{"a":"\\x41"}',
    "short escape": b'{"a":"\\u12"}',
    "no escape after a backslash": b'{"a":"\\',
    "bad UTF-8": b'{"a":"\xff"}',
    "bad UTF-8 in a key": b'{"\xff":1}',
    "half a character": b'{"a":"\xe5\x90"}',
    "overlong slash": b'{"a":"\xc0\xaf"}',
    "overlong NUL": b'{"a":"\xc0\x80"}',
    "beyond Unicode": b'{"a":"\xf4\x90\x80\x80"}',
    "surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "surrogate pair in UTF-8": b'{"a":"\xed\xa0\xbd\xed\xb8\x80"}',
    "high surrogate": b'{"a":"\\ud800"}',
    "high surrogate before text": b'{"a":"\\ud83dx"}',
    "two high surrogates": b'{"a":"\\ud83d\\ud83d"}',
    "low surrogate": b'{"a":"\\ude00"}',
    "surrogates the wrong way round": b'{"a":"\\ude00\\ud83d"}',
    "surrogate in a key": b'{"\\uDC00":1}',
    "UTF-8 with a mark": b'\xef\xbb\xbf{"a":1}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "UTF-16 without a mark": '{"a":1}'.encode("utf-16-le"),
    "UTF-32": '{"a":1}'.encode("utf-32"),
    "Latin-1": '{"a":"é"}'.encode("latin-1"),
    "GBK": '{"a":"中文"}'.encode("gbk"),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "depth 1,025": b"[" * 1025 + b"]" * 1025,
    "depth 5,000": b"[" * 5000 + b"]" * 5000,
    "depth 5,000 of objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "depth 5,000 without end": b"[" * 5000,
    "depth 500,000": b"[" * 500_000,
}

DOUBTFUL: dict[str, tuple[bytes, str, str]] = {
    "depth 33": (b"[" * 33 + b"]" * 33, "", "nested deeper"),
    "depth 33 of objects": (b'{"a":' * 33 + b"1" + b"}" * 33, "", "nested deeper"),
    "depth 33 of both": (b'{"a":[' * 16 + b"[]" + b"]}" * 16, "", "nested deeper"),
    "depth 33 beside shallow things": (b"[1,{},[" + b"[" * 31 + b"]" * 31 + b'],"x"]', "", "nested deeper"),
    "depth 1,000": (b"[" * 1000 + b"]" * 1000, "", "nested deeper"),
    "NUL escaped": (b'"\\u0000"', "", "U+0000"),
    "NUL escaped in a value": (b'{"a":"x\\u0000y"}', "a", "U+0000"),
    "NUL escaped in a list": (b'{"a":["x",["\\u0000"]]}', "a[1][0]", "U+0000"),
    "NUL escaped in a key": (b'{"a":{"x\\u0000":1}}', "a", "U+0000"),
    "NUL after an escaped backslash": (b'{"a":"\\\\\\u0000"}', "a", "U+0000"),
    "2^63": (b'{"a":9223372036854775808}', "a", "64 bits"),
    "-2^63 - 1": (b'{"a":-9223372036854775809}', "a", "64 bits"),
    "2^64 - 1": (b"18446744073709551615", "", "64 bits"),
    "2^64": (b"[18446744073709551616]", "[0]", "64 bits"),
    "300 digits": (b'{"a":{"b":[0,' + b"1" * 300 + b"]}}", "a.b[1]", "64 bits"),
    "twice": (b'{"a":1,"a":2}', "a", "twice"),
    "twice the same": (b'{"a":1,"a":1}', "a", "twice"),
    "twice and empty": (b'{"":1,"":2}', "", "twice"),
    "twice below": (b'{"a":{"b":1,"c":2,"b":3}}', "a.b", "twice"),
    "twice in a list": (b'[{},{"b":1,"b":3}]', "[1].b", "twice"),
    "twice under what wins": (b'{"a":{"b":1,"b":2},"a":{}}', "a", "twice"),
    "twice, once escaped": (b'{"a":1,"\\u0061":2}', "a", "twice"),
    "twice, both escaped": (b'{"\\u0061":1,"\\u0061":2}', "a", "twice"),
    "twice with a blank before one colon": (b'{"a" :1,"a":1}', "a", "twice"),
    "twice with blanks before both colons": (b'{"a"\t:1,"a"\r\n :1}', "a", "twice"),
    "twice with colons in the text": (b'{"a":"::","a":":"}', "a", "twice"),
    "twice with the colon as the key": (b'{":":1,":":2}', ":", "twice"),
    "twice with quotes and colons in the text": (b'{"a":"\\":\\":","a":"\\":"}', "a", "twice"),
    "twice with an escaped colon": (b'{"a\\u003a":1,"a:":1}', "a:", "twice"),
    "twice where one holds everything": (b'{"a":{"b":{"c":1}},"a":1}', "a", "twice"),
    "__proto__ twice": (b'{"__proto__":1,"__proto__":2}', "__proto__", "twice"),
}


@pytest.mark.parametrize("raw", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_what_is_not_json_is_refused_with_the_place(raw):
    field, message = named(raw)
    assert field == ""
    assert message.startswith("not valid JSON: ")
    assert "line 1, column " in message or "line 2, column " in message


@pytest.mark.parametrize(("raw", "field", "word"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_what_parsers_or_databases_would_read_differently_is_refused_by_name(raw, field, word):
    said_field, said = named(raw)
    assert said_field == field
    assert word in said


def test_a_refusal_repeats_no_more_than_the_end_of_a_long_path():
    long = "k" * 100_000
    field, _ = named(json.dumps({long: {long: {"a": "\x00"}}}).encode())
    assert field.endswith("k.a")
    assert len(field) <= 200
    assert len(refusal_of(b'{"%b":"\xff"}' % long.encode()).message) < 300


def test_long_keys_over_many_objects_are_inspected_without_copying_them():
    document = {"k" * 400_000: [{} for _ in range(100_000)], "n": "\x00"}
    assert named(json.dumps(document, separators=(",", ":")).encode())[0] == "n"


# What comes through

GOOD: dict[str, bytes] = {
    "a send": SEND,
    "a send with blanks": json.dumps(json.loads(SEND), indent=4).encode(),
    "an empty object": b"{}",
    "no object": b"[1, 2]",
    "null": b"null",
    "a string": b'"x"',
    "blanks around": b' \r\n\t{ "a" : 1 } \n',
    "2^63 - 1": b'{"a":9223372036854775807}',
    "-2^63": b'{"a":-9223372036854775808}',
    "minus zero": b"[-0, -0.0, 0.0]",
    "long digits in a string": b'{"a":"99999999999999999999999999"}',
    "a float of many digits": b'{"a":3.14159265358979323846264338327950288}',
    "a large float": b'{"a":[1e300,12345678901234567890.0,1E+2,1e-400]}',
    "depth 32": b"[" * 32 + b"]" * 32,
    "depth 32 of both": b'{"a":[' * 16 + b"1" + b"]}" * 16,
    "forty lists side by side": b"[" + b",".join([b"[]"] * 40) + b"]",
    "the same key in different objects": b'{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
    "keys that differ in case or form": '{"a":1,"A":2,"\u00e9":3,"e\u0301":4,"a ":5,"":6}'.encode(),
    "an escaped backslash before u0000": b'{"a":"\\\\u0000"}',
    "colons everywhere": b'{":" :":","a::":"\\":","b":"\\" :"}',
    "an escaped pair of surrogates": b'{"a":"\\ud83d\\ude00"}',
    "text of many scripts": '{"a":"中文 عربي हिन्दी 😀"}'.encode(),
    "DEL and separators": b'{"a":"\x7f\xc2\x85\xe2\x80\xa8\xe2\x80\xa9"}',
    "the last code point": b'{"a":"\xf4\x8f\xbf\xbf"}',
    "every short escape": b'{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001"}',
}


@pytest.mark.parametrize("raw", GOOD.values(), ids=GOOD.keys())
def test_good_documents_come_through_as_the_standard_library_reads_them(raw):
    assert repr(loads(raw)) == repr(json.loads(raw))
