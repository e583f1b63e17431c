"""`python -m hongyan import`: everything once and in order, however often a run is cut off."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from accounts.actions import apps
from accounts.models import Account
from hongyan import Client, Refused
from hongyan.__main__ import main
from hongyan.importing import BYTES_A_CALL, Import, Line, OtherFile, State, calls_of, windows
from tests.clients.conftest import Connect

THEN = 1_600_000_000_000


def past(number: int, **more: Any) -> dict[str, Any]:
    words = {"chatType": "SINGLE", "fromId": "alice", "toId": "bob", "msgType": "TEXT"}
    return {**words, "content": {"text": str(number)}, "createdAt": THEN + number, **more}


def write(path: Path, messages: list[Any]) -> Path:
    path.write_text("".join(json.dumps(message) + "\n" for message in messages), encoding="utf-8")
    return path


def texts(client: Client) -> list[str]:
    """All that bob has of alice, first to last."""
    found: list[str] = []
    more, after = True, 0
    while more:
        page = client.acting_as("bob").messages.history("alice", after_seq=after, limit=100)
        found += [item["content"]["text"] for item in page["items"]]
        after, more = (page["items"][-1]["seq"] if page["items"] else after), page["hasMore"]
    return found


@pytest.fixture
def command(connect: Connect, made: apps.Made) -> list[str]:
    keys = [f"--app-key={made.app.app_key}", f"--app-secret={made.app_secret}"]
    return ["--base-url", connect.base_url, "--quiet", *keys]


def test_a_file_is_imported_in_its_order(
    command: list[str], back_end: Client, alice: Account, bob: Account, tmp_path: Path, capsys: Any
) -> None:
    file = write(tmp_path / "old.jsonl", [past(number) for number in range(120)])
    assert main(["import", str(file), *command, "--size", "50"]) == 0
    assert capsys.readouterr().out == "120 imported, 0 were there already, 0 failed.\n"
    assert texts(back_end) == [str(number) for number in range(120)]


def test_a_second_time_doubles_nothing_with_or_without_the_state(
    command: list[str], back_end: Client, alice: Account, bob: Account, tmp_path: Path, capsys: Any
) -> None:
    file = write(tmp_path / "old.jsonl", [past(number) for number in range(20)])
    for _ in range(2):
        assert main(["import", str(file), *command]) == 0
    (tmp_path / "old.jsonl.state.json").unlink()
    assert main(["import", str(file), *command]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 imported, 20 were there already, 0 failed."
    assert texts(back_end) == [str(number) for number in range(20)]


def test_lines_added_to_the_file_are_imported_by_the_next_run(
    command: list[str], back_end: Client, alice: Account, bob: Account, tmp_path: Path
) -> None:
    file = write(tmp_path / "old.jsonl", [past(number) for number in range(20)])
    assert main(["import", str(file), *command]) == 0
    with file.open("a", encoding="utf-8") as end:
        end.write(json.dumps(past(20)))
    assert main(["import", str(file), *command]) == 0
    assert texts(back_end) == [str(number) for number in range(21)]


class CutOff(Exception):
    """Where a run ends before its time."""


class Breaking(Import):
    """Ends after a call was answered, before it is written down that it was."""

    calls = 0

    def _keep(self, *answer: Any) -> State:
        self.calls += 1
        if self.calls == 2:
            raise CutOff
        return super()._keep(*answer)


def test_a_run_that_ended_between_the_answer_and_the_state_is_taken_up(
    back_end: Client, alice: Account, bob: Account, tmp_path: Path
) -> None:
    messages = [past(number, toId="nobody" if number % 10 == 3 else "bob") for number in range(120)]
    file = write(tmp_path / "old.jsonl", messages)
    state, failures = tmp_path / "state", tmp_path / "failures"
    for _ in range(4):
        with pytest.raises(CutOff):
            Breaking(back_end, file, state, failures).run(lambda state: None, size=5, lanes=2)
    end = Import(back_end, file, state, failures).run(lambda state: None, size=5, lanes=2)
    assert texts(back_end) == [str(number) for number in range(120) if number % 10 != 3]
    assert (end.imported + end.repeated, end.failed, end.lines) == (108, 12, 120)
    failed = [json.loads(line) for line in failures.read_text(encoding="utf-8").splitlines()]
    assert [(item["line"], item["status"]) for item in failed] == [
        (number + 1, "20003") for number in range(3, 120, 10)
    ]


def test_what_fails_is_written_down_with_its_line(
    command: list[str], back_end: Client, alice: Account, bob: Account, tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / "old.jsonl"
    good, bad = json.dumps(past(1)), json.dumps(past(2, msgType="RUBBISH"))
    file.write_text(f"{good}\n\nnot json\n[]\n{bad}\n{json.dumps(past(3))}", encoding="utf-8")
    assert main(["import", str(file), *command]) == 1
    assert "2 imported, 0 were there already, 3 failed." in capsys.readouterr().out
    lines = (tmp_path / "old.jsonl.failed.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["line"] for line in lines] == [3, 4, 5]
    assert texts(back_end) == ["1", "3"]


def test_the_state_of_another_file_is_not_taken_for_its_own(
    command: list[str], back_end: Client, alice: Account, bob: Account, tmp_path: Path, capsys: Any
) -> None:
    file = write(tmp_path / "old.jsonl", [past(1)])
    assert main(["import", str(file), *command]) == 0
    write(file, [past(2), past(3)])
    assert main(["import", str(file), *command]) == 2
    assert "another file" in capsys.readouterr().err
    with pytest.raises(OtherFile):
        Import(back_end, file, tmp_path / "old.jsonl.state.json", tmp_path / "f").run(lambda state: None)


def test_a_wrong_secret_is_said_and_nothing_is_lost(
    command: list[str], alice: Account, tmp_path: Path, capsys: Any
) -> None:
    file = write(tmp_path / "old.jsonl", [past(1)])
    wrong = [*command[:-1], "--app-secret=wrong"]
    assert main(["import", str(file), *wrong]) == 2
    assert "401" in capsys.readouterr().err
    assert not (tmp_path / "old.jsonl.state.json").exists()


def test_a_call_has_at_most_so_many_messages_and_bytes() -> None:
    def cut(size: int, number: int) -> list[int]:
        lines = [Line(each, {}, size) for each in range(number)]
        return [len(call) for call in calls_of(lines, size=500)]

    assert cut(100, 1201) == [500, 500, 201]
    assert cut(BYTES_A_CALL // 2, 5) == [2, 2, 1]
    assert cut(2 * BYTES_A_CALL, 2) == [1, 1]


def test_a_window_ends_where_its_last_line_does() -> None:
    text = b'{"a":1}\n\nbad\n{"b":2}\n{"c":3}'
    found = list(windows(io.BytesIO(text), State(), lines=2))
    assert [[line.number for line in window.lines] for window in found] == [[1], [4, 5]]
    assert [[one["line"] for one in window.bad] for window in found] == [[3], []]
    assert [(window.end, window.last) for window in found] == [(13, 3), (len(text), 5)]
    again = list(windows(io.BytesIO(text), State(offset=13, lines=3), lines=2))
    assert again == found[1:]


def test_a_refusal_of_the_whole_call_ends_the_run(
    connect: Connect, alice: Account, bob: Account, tmp_path: Path
) -> None:
    file = write(tmp_path / "old.jsonl", [past(1)])
    with pytest.raises(Refused):
        Import(connect(alice), file, tmp_path / "s", tmp_path / "f").run(lambda state: None)
