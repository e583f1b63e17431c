"""The benchmarks: `make bench`. Each starts only what it measures, and prints a row for each load."""
