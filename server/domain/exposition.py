"""The text that Prometheus reads (exposition format 0.0.4), and the histogram it wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Seconds: from a picture of a clip to the encode of a long take.
BOUNDS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """One line; `suffix` is added to the name of its metric."""

    value: float
    labels: Labels = ()
    suffix: str = ""


@dataclass(frozen=True)
class Metric:
    """A name, what it means, its type (gauge, counter, histogram), and its lines."""

    name: str
    meaning: str
    kind: str
    samples: Sequence[Sample]

    @classmethod
    def counted(cls, name: str, meaning: str, label: str, counts: Mapping[str, float]) -> Metric:
        """A gauge with a line for each value of one label."""
        return cls(name, meaning, "gauge", [Sample(number, ((label, value),)) for value, number in counts.items()])


@dataclass
class Histogram:
    """How many were at most so large."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, value: float) -> None:
        self.counts[sum(value > bound for bound in BOUNDS)] += 1
        self.total += value

    def samples(self, labels: Labels) -> list[Sample]:
        names = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
        sums = [sum(self.counts[: end + 1]) for end in range(len(names))]
        buckets = [Sample(number, (*labels, ("le", name)), "_bucket") for name, number in zip(names, sums, strict=True)]
        return [*buckets, Sample(self.total, labels, "_sum"), Sample(sums[-1], labels, "_count")]


def exposition(metrics: Iterable[Metric]) -> str:
    lines = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {metric.meaning}", f"# TYPE {metric.name} {metric.kind}"]
        lines += [f"{metric.name}{one.suffix}{_labels(one.labels)} {one.value:.15g}" for one in metric.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Labels) -> str:
    said = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels)
    return f"{{{said}}}" if said else ""
