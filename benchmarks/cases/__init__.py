"""The cases, each a function `run(bench)` that reports its rows."""
