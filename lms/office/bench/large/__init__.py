"""The benchmark of a prefecture: 50,000 staff, ten requirements, five past years. See docs/benchmark.md."""
