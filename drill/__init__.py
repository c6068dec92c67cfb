"""The flood day, played whole: `sorot drill banjir` (docs/flood-day.md).

A tool of the checkout, as the benchmarks are: it plays platforms and residents with the tests' own fakes and
kills processes, so nothing of it belongs on a city's server.
"""
