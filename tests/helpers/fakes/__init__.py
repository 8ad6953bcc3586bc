"""Hand-written stand-ins for the ports, for fast tests of the layers above."""

from __future__ import annotations

from tests.helpers.fakes.around import LANE as LANE
from tests.helpers.fakes.around import NOON as NOON
from tests.helpers.fakes.around import FakeBell as FakeBell
from tests.helpers.fakes.around import FakeDisks as FakeDisks
from tests.helpers.fakes.around import FakeHouse as FakeHouse
from tests.helpers.fakes.around import FakeRegistry as FakeRegistry
from tests.helpers.fakes.around import FakeRemains as FakeRemains
from tests.helpers.fakes.around import HandClock as HandClock
from tests.helpers.fakes.around import wish as wish
from tests.helpers.fakes.clips import FakeCatalog as FakeCatalog
from tests.helpers.fakes.clips import FakeClips as FakeClips
from tests.helpers.fakes.ledger import FakeLedger as FakeLedger
from tests.helpers.fakes.watches import FakeWatches as FakeWatches
