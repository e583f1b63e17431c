"""Apps in the console: made by superusers, with readable settings, and secrets that are shown once."""

import pytest
from django.test import Client as Browser

from accounts.actions.apps import Made
from accounts.models import App, Operator, Session
from tests.client import Client
from tests.im.test_admin import signed_in


@pytest.fixture
def chief(db: None) -> Browser:
    return signed_in(Operator.objects.create_superuser("chief"))


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


def test_a_superuser_makes_an_app_and_sees_its_secrets_once(chief: Browser) -> None:
    answer = chief.post("/admin/accounts/app/add/", {"name": "Shop", "appKey": "shop"})
    data = answer.context["data"]
    app = App.objects.get(app_key="shop")
    assert app.accepts_secret(data["appSecret"])
    assert data["secretKey"] in answer.content.decode()
    again = chief.get(f"/admin/accounts/app/{app.pk}/change/").content.decode()
    assert data["secretKey"] not in again


def test_a_taken_key_is_refused_at_its_field(chief: Browser, acme: App) -> None:
    answer = chief.post("/admin/accounts/app/add/", {"name": "Shop", "appKey": "acme"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["appKey"] == ["is taken"]


def test_others_make_none(browser: Browser) -> None:
    assert browser.post("/admin/accounts/app/add/", {"name": "Shop"}).status_code == 403
    assert not App.objects.filter(name="Shop").exists()


def test_settings_are_readable_and_say_what_is_not_the_default(browser: Browser, acme: App) -> None:
    acme.changed_settings = {
        "friendsOnly": True,
        "rates": {**acme.setting("rates"), "app": {"rate": 5, "burst": 9}},
    }
    acme.save()
    page = browser.get(f"/admin/accounts/app/{acme.pk}/change/?tab=settings").content.decode()
    assert page.count("Changed") == 2
    assert "5 a second, 9 at once" in page
    assert "604800 seconds" in page


def change(browser: Browser, app: App, **typed: str) -> App:
    """As a browser sends it: what the form started from, and what was typed over it."""
    path = f"/admin/accounts/app/{app.pk}/do/settings/"
    form = browser.get(path).context["form"]
    started = {name: form[name].initial for name in form.fields}
    sent = {name: "" if value is None else value for name, value in started.items()}
    before = {f"initial-{name}": value for name, value in sent.items()}
    answer = browser.post(path, {**before, **sent, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    app.refresh_from_db()
    return app


def test_only_what_was_touched_is_changed_and_what_is_emptied_is_the_default(
    browser: Browser, acme: App
) -> None:
    acme.changed_settings = {"revokeWindow": 60, "autoCreate": False, "allowedOrigins": ["https://a.example"]}
    acme.save()
    assert change(browser, acme, revokeWindow="", friendsOnly="on").changed_settings == {
        "autoCreate": False,
        "friendsOnly": True,
        "allowedOrigins": ["https://a.example"],
    }
    assert change(browser, acme, autoCreate="", allowedOrigins="").changed_settings == {"friendsOnly": True}


def test_a_limit_is_changed_alone_and_goes_back(browser: Browser, acme: App) -> None:
    assert change(browser, acme, app_rate="7").setting("rates")["app"] == {"rate": 7, "burst": 7}
    rates = change(browser, acme, send_rate="5").setting("rates")
    assert rates["send"] == {"rate": 5, "burst": 60}
    assert rates["app"] == {"rate": 7, "burst": 7}
    cleared = {f"{name}_{part}": "" for name in ("app", "send") for part in ("rate", "burst")}
    assert change(browser, acme, **cleared).changed_settings == {}


def test_what_is_out_of_bounds_is_refused_at_its_field(browser: Browser, acme: App) -> None:
    answer = browser.post(f"/admin/accounts/app/{acme.pk}/do/settings/", {"tokenTtl": "5"})
    assert answer.status_code == 400
    assert "tokenTtl" in answer.context["form"].errors


def test_a_rotation_without_overlap_signs_everybody_out(
    browser: Browser, made: Made, as_alice: Client
) -> None:
    answer = browser.post(f"/admin/accounts/app/{made.app.pk}/do/rotate/", {"keepFor": "0"})
    assert answer.context["data"]["secretKey"] != made.secret_key
    assert not Session.objects.live().exists()
