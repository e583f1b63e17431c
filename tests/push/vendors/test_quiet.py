"""A sound of `none` is no file's name, and rings nowhere that the vendor can be told so."""

from urllib.parse import parse_qs

import orjson

from push.vendors.payload import NO_SOUND
from tests.push.vendors.cases.case import Case, message
from tests.push.vendors.conftest import Start


def test_no_vendor_takes_it_for_a_file(case: Case) -> None:
    outcome = case.send(case.target(), message=message(sound=NO_SOUND))[0]
    assert outcome.kind == "OK"
    call = case.render(message(sound=NO_SOUND, title="T", body="B", data={}))
    assert NO_SOUND.encode() not in call.body


def test_a_badge_alone_makes_no_sound_and_shows_no_notification(started: Start) -> None:
    bare = message(title="", body="", badge=0, data={})
    assert orjson.loads(started("APNS").render(bare).body)["aps"] == {"badge": 0}
    told = orjson.loads(started("FCM").render(bare).body)["message"]
    assert told["apns"]["payload"]["aps"] == {"badge": 0}
    assert "notification" not in told | told["android"]
    for name in ("HUAWEI", "HARMONY", "HONOR", "XIAOMI", "OPPO", "VIVO", "MEIZU"):
        case = started(name)
        [outcome] = case.send(case.target(), message=bare)
        assert (outcome.kind, outcome.code) == ("PERMANENT", "no_text")
        assert not case.fake.rings


def test_phones_that_can_be_told_so_stay_quiet(started: Start) -> None:
    def body(name: str, sound: str) -> bytes:
        return started(name).render(message(sound=sound)).body

    for name, loud, quiet in (
        ("HUAWEI", b'"importance":"NORMAL"', b'"importance":"LOW"'),
        ("HONOR", b'"importance":"NORMAL"', b'"importance":"LOW"'),
        ("APNS", b'"sound":"default"', b'"mutable-content":1'),
        ("VIVO", b'"notifyType":4', b'"notifyType":1'),
    ):
        assert loud in body(name, "")
        assert loud not in body(name, NO_SOUND)
        assert quiet in body(name, NO_SOUND)
    for sound, kind in (("", "-1"), (NO_SOUND, "4")):
        assert parse_qs(body("XIAOMI", sound).decode())["notify_type"] == [kind]
    said = orjson.loads(parse_qs(body("MEIZU", NO_SOUND).decode())["messageJson"][0])
    assert said["advanceInfo"]["notificationType"]["sound"] == 0
