"""The text that Prometheus reads."""

from __future__ import annotations

import re

from server.domain.exposition import BOUNDS, Histogram, Metric, Sample, exposition

LINE = re.compile(r'[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[0-9.e+-]+')


def lines_of(*metrics: Metric) -> list[str]:
    text = exposition(metrics)
    assert text.endswith("\n")
    return text.splitlines()


def test_a_metric_says_what_it_means() -> None:
    told = lines_of(Metric.counted("jobs", "Jobs by state.", "status", {"failed": 2, "pending": 0}))
    assert told == [
        "# HELP jobs Jobs by state.",
        "# TYPE jobs gauge",
        'jobs{status="failed"} 2',
        'jobs{status="pending"} 0',
    ]


def test_labels_cannot_break_a_line() -> None:
    (*_, line) = lines_of(Metric("a", "b", "gauge", [Sample(1, (("kind", 'x"\\\n} 5'),))]))
    assert LINE.fullmatch(line)


def test_large_numbers_are_whole() -> None:
    (*_, line) = lines_of(Metric("bytes", "b", "gauge", [Sample(123456789012345)]))
    assert line == "bytes 123456789012345"


def test_a_histogram_counts_what_is_at_most_so_large() -> None:
    taken = Histogram()
    for seconds in (0.5, 1.0, 1.1, 10**9):
        taken.add(seconds)
    told = lines_of(Metric("t", "b", "histogram", taken.samples((("kind", "proxy"),))))
    assert 't_bucket{kind="proxy",le="1"} 2' in told
    assert 't_bucket{kind="proxy",le="5"} 3' in told
    assert f't_bucket{{kind="proxy",le="{BOUNDS[-1]:g}"}} 3' in told
    assert 't_bucket{kind="proxy",le="+Inf"} 4' in told
    assert 't_count{kind="proxy"} 4' in told
    assert 't_sum{kind="proxy"} 1000000002.6' in told
    assert all(LINE.fullmatch(line) for line in told[2:])
