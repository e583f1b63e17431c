"""DELETE /api/push/admin/credentials/{vendor}, beside the reference."""

import pytest

from accounts.models import App
from journal.models import Operation
from push import credentials
from push.models import Credential
from tests.client import Client
from tests.push.credentials import make_credential

ROW = "/api/push/admin/credentials"


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_it_is_gone_and_the_log_says_which(
    caller: str, request: pytest.FixtureRequest, acme: App, other: App
) -> None:
    make_credential(other, "HUAWEI")
    gone, left = make_credential(acme, "HUAWEI"), make_credential(acme, "XIAOMI")
    answer = request.getfixturevalue(caller).delete(f"{ROW}/huawei")
    assert answer.data == {"vendor": "HUAWEI", "deleted": True}
    assert list(Credential.objects.filter(app=acme)) == [left]
    assert credentials.configured(acme.pk) == {"XIAOMI"}
    assert credentials.configured(other.pk) == {"HUAWEI"}
    entry = Operation.objects.get()
    assert (entry.action, entry.target_id) == ("PUSH_CREDENTIAL_DELETE", "HUAWEI")
    assert entry.detail == {"version": 1, "fingerprint": gone.fingerprint}


def test_one_that_is_not_there_is_404(as_root: Client, other: App) -> None:
    make_credential(other, "HUAWEI")
    assert as_root.delete(f"{ROW}/HUAWEI").refused(404, "93001")
    assert Credential.objects.exists()
    assert not Operation.objects.exists()


def test_another_vendor_is_400(as_root: Client) -> None:
    assert as_root.delete(f"{ROW}/NOKIA").refused(400, "10004", "vendor")
