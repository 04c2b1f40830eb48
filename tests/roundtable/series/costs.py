"""What something costs: milliseconds of this thread's processor, and megabytes at the highest."""

import time
import tracemalloc
from collections.abc import Callable

TRIES = 3
"""The cheapest counts: a busy machine only makes things dearer."""


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Do it a few times, and once more with an eye on memory."""
    taken = []
    for _ in range(TRIES):
        began = time.thread_time()
        work()
        taken.append((time.thread_time() - began) * 1000)
    tracemalloc.start()
    try:
        work()
        return min(taken), tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()
