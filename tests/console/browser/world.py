"""What stands in the console that is browsed: an app with a row of everything, and another one."""

from accounts.actions import apps
from accounts.models import Operator
from tests.conftest import make_account, make_operator
from tests.ids import PEOPLE, STRANGERS, foreign_of, known_of


def furnish() -> dict[str, str]:
    """Ids of tests/ids.py, in an app of alice's and in one that is not hers."""
    made = apps.create(name="Acme", app_key="acme")
    other = apps.create(name="Other", app_key="other").app
    alice, bob, carol = (make_account(made.app, name) for name in PEOPLE)
    known = known_of(made, alice, bob, carol, make_operator(made.app))
    dave, oscar = (make_account(other, name) for name in STRANGERS)
    foreign_of(other, dave, oscar)
    Operator.objects.create_superuser("chief", password="correct horse battery")
    return known
