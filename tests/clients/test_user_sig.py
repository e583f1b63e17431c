"""The client's own UserSig is the field's, and the server's."""

import pytest
from TLSSigAPIv2 import TLSSigAPIv2

from accounts import signatures
from hongyan import make_user_sig
from tests.accounts.sigs import APP, AT, DAY, KEY, SIGNED, USER
from tests.accounts.test_signatures import USERS


def test_the_known_vector_is_signed_as_the_field_signs_it() -> None:
    sig = make_user_sig(USER, sdk_app_id=APP, secret_key=KEY, expire=DAY, issued_at=AT)
    assert signatures.read(sig).signature == SIGNED


@pytest.mark.parametrize("user", USERS)
def test_it_is_what_the_server_makes(user: str) -> None:
    ours = make_user_sig(user, sdk_app_id=APP, secret_key=KEY, expire=DAY, issued_at=AT)
    assert ours == signatures.generate(sdk_app_id=APP, user_id=user, secret=KEY, expire=DAY, issued_at=AT)


def test_it_is_as_long_good_as_the_fields_own() -> None:
    ours = signatures.read(make_user_sig(USER, sdk_app_id=APP, secret_key=KEY))
    theirs = signatures.read(TLSSigAPIv2(APP, KEY).gen_sig(USER))
    assert ours.expire == theirs.expire
    assert abs(ours.issued_at - theirs.issued_at) <= 2
