"""The raw limit: what PostgreSQL itself can commit here, with nothing of ours above it."""

import threading
from collections.abc import Callable
from time import perf_counter, sleep
from typing import Any

import psycopg

from benchmarks.bench import Bench
from benchmarks.tally import Measured
from benchmarks.texts import texts

Work = Callable[["psycopg.Connection[Any]", int, str], None]
CONVERSATIONS = 8
TABLES = """
DROP SCHEMA IF EXISTS raw CASCADE;
CREATE SCHEMA raw;
CREATE TABLE raw.conversation (id bigint PRIMARY KEY, last_seq bigint NOT NULL);
CREATE TABLE raw.message (id bigserial PRIMARY KEY, conversation bigint, seq bigint, body text);
INSERT INTO raw.conversation SELECT n, 0 FROM generate_series(0, 7) n;
"""
INSERT = "INSERT INTO raw.message (conversation, seq, body) VALUES (%s, %s, %s)"
ADVANCE = "UPDATE raw.conversation SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq"


def prepare(bench: Bench) -> None:
    with bench.installation.connect() as connection:
        connection.execute(TABLES)


def run(bench: Bench) -> None:
    prepare(bench)
    for name, work in (("bare INSERT", insert), ("bare UPDATE, INSERT", two_statements)):
        for connections in (1, 16):
            measured = measure(bench, work, connections, seconds=bench.seconds / 2)
            bench.report.row(f"{name}, {connections} conn.", measured)


def insert(connection: "psycopg.Connection[Any]", number: int, text: str) -> None:
    connection.execute(INSERT, (number % CONVERSATIONS, number, text))


def two_statements(connection: "psycopg.Connection[Any]", number: int, text: str) -> None:
    with connection.transaction():
        row = connection.execute(ADVANCE, (number % CONVERSATIONS,)).fetchone()
        connection.execute(INSERT, (number % CONVERSATIONS, row and row[0], text))


def measure(bench: Bench, work: Work, connections: int, *, seconds: float) -> Measured:
    """One thread for each connection; they wait for PostgreSQL far longer than for each other."""
    meter, stop = bench.installation.meter(), threading.Event()
    latencies: list[float] = []

    def client(first: int) -> None:
        with bench.installation.connect() as connection:
            number = first
            while not stop.is_set():
                began = perf_counter()
                work(connection, number, sample[number % len(sample)])
                latencies.append(perf_counter() - began)
                number += 1

    sample = texts(64)
    threads = [threading.Thread(target=client, args=(first,)) for first in range(connections)]
    for thread in threads:
        thread.start()
    try:
        sleep(bench.warm / 2)
        warm, before = len(latencies), meter.read()
        sleep(seconds)
        after, end = meter.read(), len(latencies)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return Measured(end - warm, meter.between(before, after), latencies[warm:end])
