"""The pair of servers that needs no installation: shared, private, durable, and never in its own way."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config.embedded import ChildDied, InUse, Running, binaries, generated, leftovers, places, servers, wipe
from config.embedded.child import Child
from tests.servers import open_folder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
OWNER = """
import signal, sys, time
from pathlib import Path
from config.embedded import servers
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
with servers(Path(sys.argv[1]), note="the owner"):
    print("ready", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder("hongyan-test embedded-") as folder:
        yield folder / "var"


def owner_of(data: Path) -> subprocess.Popen[str]:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert owner.stdout
    assert owner.stdout.readline() == "ready\n"
    return owner


def bury(owner: subprocess.Popen[str], number: signal.Signals) -> None:
    assert owner.stdout
    owner.send_signal(number)
    owner.wait()
    owner.stdout.close()


def run_sql(running: Running, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(running.environ["DATABASE_URL"]) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def set_and_get(running: Running, key: str) -> object:
    with redis.Redis.from_url(running.environ["REDIS_URL"]) as client:
        before = client.get(key)
        client.set(key, "kept")
        return before


def test_what_both_servers_hold_outlives_a_restart(data):
    with servers(data) as running:
        run_sql(running, "CREATE TABLE kept AS SELECT 1 AS number")
        assert set_and_get(running, "key") is None
    with servers(data) as running:
        assert run_sql(running, "SELECT number FROM kept") == [(1,)]
        assert set_and_get(running, "key") == b"kept"


def test_a_commit_is_on_disk_unless_tests_ask_otherwise(data):
    settings = (
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('jit')"
    )
    with servers(data) as running:
        assert run_sql(running, settings) == [("on", "on", "off")]
        assert stat.S_IMODE((data / "run").stat().st_mode) & 0o066 == 0
        with redis.Redis.from_url(running.environ["REDIS_URL"]) as client:
            assert client.config_get("append*")["appendonly"] == "yes"
            assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    with servers(data, fast=True) as running:
        assert run_sql(running, settings) == [("off", "off", "off")]


def test_chinese_is_upper_and_lower_text_like_any_other(data):
    with servers(data, fast=True) as running:
        assert run_sql(running, "SELECT lower('ÄÖ'), upper('я'), length('鸿雁')") == [("äö", "Я", 2)]


def test_postgres_never_runs_as_root(data):
    with servers(data, fast=True) as running:
        assert running.postgres
        assert running.postgres.process
        assert psutil.Process(running.postgres.process.pid).uids().real != 0


def test_a_second_command_shares_the_pair_and_leaves_it_running(data):
    owner = owner_of(data)
    with servers(data) as shared:
        assert not shared.owned
        run_sql(shared, "CREATE TABLE seen (number int)")
    with servers(data) as again:
        assert run_sql(again, "SELECT * FROM seen") == []
    bury(owner, signal.SIGINT)
    assert not list(leftovers.find(places.mark(data)))


def test_who_does_not_want_to_share_hears_who_has_it(data):
    owner = owner_of(data)
    with pytest.raises(InUse) as refused, servers(data, share=False):
        pass
    with pytest.raises(InUse):
        wipe(data)
    bury(owner, signal.SIGINT)
    assert refused.value.note == "the owner"


def test_after_kill_9_of_the_owner_the_next_start_finds_everything(data):
    owner = owner_of(data)
    with servers(data) as shared:
        run_sql(shared, "CREATE TABLE kept AS SELECT 1 AS number")
    bury(owner, signal.SIGKILL)
    with servers(data, fast=True) as running:
        assert running.owned
        assert run_sql(running, "SELECT number FROM kept") == [(1,)]


@pytest.mark.parametrize("said", ["{stranger}", "", "999999999"])
def test_no_pid_file_blocks_the_next_start(data, said):
    with servers(data, fast=True):
        pass
    said = said.format(stranger=os.getppid())
    (data / "postgres" / "postmaster.pid").write_text(
        f"{said}\n{data / 'postgres'}\n1\n5432\n" if said else ""
    )
    (data / "run" / "postgres" / f"{places.POSTGRES_SOCKET}.lock").write_text(said and f"{said}\n")
    with servers(data, fast=True) as running:
        assert run_sql(running, "SELECT 1") == [(1,)]


def test_kill_9_of_owner_and_servers_at_once_loses_nothing_committed(data):
    owner = owner_of(data)
    with servers(data) as shared:
        run_sql(shared, "CREATE TABLE kept AS SELECT 1 AS number")
    for process in psutil.Process(owner.pid).children(recursive=True):
        process.kill()
    bury(owner, signal.SIGKILL)
    with servers(data, fast=True) as running:
        assert run_sql(running, "SELECT number FROM kept") == [(1,)]


def test_a_process_left_behind_is_known_by_its_environment_alone():
    sleep = [sys.executable, "-c", "import time; time.sleep(300)"]
    left = subprocess.Popen(sleep, env={leftovers.MARK: "hongyan-me"})
    stranger = subprocess.Popen(sleep, env={})
    until = time.monotonic() + PATIENCE
    while [found.pid for found in leftovers.find("hongyan-me")] != [left.pid] and time.monotonic() < until:
        time.sleep(0.05)
    leftovers.clear("hongyan-me")
    left.wait(PATIENCE)
    assert not list(leftovers.find("hongyan-me"))
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize("name", ["a path with blanks", 'it\'s, "quoted" 50%', "鸿雁", "long" * 40])
def test_any_path_will_do(data, name):
    with servers(data / name, fast=True) as running:
        assert run_sql(running, "SELECT 1") == [(1,)]
        assert set_and_get(running, "key") is None
        assert running.valkey
        temporary = Path(running.valkey.command[running.valkey.command.index("--unixsocket") + 1]).parent
    assert temporary == data / name / "run" or not temporary.exists()


def test_under_a_folder_that_others_cannot_enter_the_data_goes_elsewhere_and_is_named(data):
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    with servers(closed / "var", fast=True) as running:
        assert run_sql(running, "SELECT 1") == [(1,)]
        (home,) = run_sql(running, "SELECT current_setting('data_directory')")[0]
    named = closed / "var" / places.ELSEWHERE
    assert (
        Path(str(home))
        == (Path(named.read_text().strip()) if os.geteuid() == 0 else closed / "var") / "postgres"
    )
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    wipe(closed / "var")
    assert not Path(str(home)).exists()


def test_secrets_are_made_once_for_each_installation_and_kept_private(data):
    (data / "a").mkdir(parents=True)
    (data / "b").mkdir()
    first = generated.load_or_make(data / "a")
    assert generated.load_or_make(data / "a") == first
    assert not set(generated.load_or_make(data / "b").values()) & set(first.values())
    assert stat.S_IMODE((data / "a" / "secrets.json").stat().st_mode) == 0o600
    assert json.loads((data / "a" / "secrets.json").read_text()) == first


def test_starting_over_spares_what_is_not_ours(data):
    with servers(data, fast=True):
        (data / "mine.txt").write_text("dear")
    wipe(data)
    assert sorted(path.name for path in data.iterdir()) == ["lock", "mine.txt"]


def test_servers_of_the_system_serve_where_the_wheels_are_missing(data, monkeypatch):
    data.mkdir()
    says = {
        "postgres": "postgres (PostgreSQL) 17.2 (Debian)",
        "initdb": "",
        "redis-server": "Redis v=7.0.15",
    }
    for name, version in says.items():
        (data / name).write_text(f"#!/bin/sh\necho '{version}'\n")
        (data / name).chmod(0o755)
    monkeypatch.setattr(binaries, "_wheel", lambda _: None)
    monkeypatch.setenv("PATH", f"{data}:/usr/bin:/bin")
    assert (binaries.postgres().version, binaries.postgres().origin) == ("17.2", "system")
    assert (binaries.valkey().path, binaries.valkey().version) == (data / "redis-server", "7.0.15")


def test_a_server_that_cannot_start_says_why(data):
    with servers(data, fast=True):
        pass
    (data / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(ChildDied, match="initialized by PostgreSQL version 12"), servers(data, fast=True):
        pass


def test_stopping_a_child_ends_its_children_too(tmp_path):
    script = (
        "import subprocess as s, time; s.Popen(['sleep', '300']); print('up', flush=True); time.sleep(300)"
    )
    child = Child("family", [sys.executable, "-c", script], tmp_path / "log", dict(os.environ))
    child.start()
    child.wait_until(lambda: "up" in child.last_words(), within=PATIENCE)
    assert child.process
    (grandchild,) = psutil.Process(child.process.pid).children()
    child.stop()
    assert not child.alive
    grandchild.wait(PATIENCE)
