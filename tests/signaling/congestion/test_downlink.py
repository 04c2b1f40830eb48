"""The estimate of a downlink on a simulated path, and what is made of it."""

from __future__ import annotations

from array import array
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.congestion.allocation import Wish, allocate
from signaling.congestion.downlink import Downlink
from signaling.congestion.transport_wide import Feedback
from signaling.plane import Quality

LAYERS = ((Quality.LOW, 150e3), (Quality.MEDIUM, 450e3), (Quality.HIGH, 1700e3))
SLOTS = 4096
PACKET = 1140  # bytes of payload; 1,200 with headers


class Pipe:
    """A bottleneck with a queue, and loss by chance: every 100 ms the receiver tells what arrived."""

    def __init__(self, capacity: float, queue: float = 0.5, loss: float = 0.0) -> None:
        self.capacity, self.queue, self.loss = capacity, queue, loss
        self.chance = Random(7)
        self.downlink = Downlink()
        self.now = 50.0
        self.free_at = 0.0
        self.number = 0
        self.sent_at, self.sent_size = array("d", bytes(8 * SLOTS)), array("H", bytes(2 * SLOTS))

    def send(self, rate: float, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            base, arrivals = self.number, []
            packets = max(1, round(rate / 10 / 9600))
            for place in range(packets):
                at = self.now + place * 0.1 / packets
                self.sent_at[self.number % SLOTS], self.sent_size[self.number % SLOTS] = at, PACKET
                if max(self.free_at, at) - at <= self.queue and self.chance.random() >= self.loss:
                    self.free_at = max(self.free_at, at) + 9600 / self.capacity
                    arrivals.append((self.number - base, self.free_at + 1000.0))
                self.number += 1
            self.now += 0.1
            if arrivals:
                (first, first_at), (last, last_at) = arrivals[0], arrivals[-1]
                told = Feedback(base & 0xFFFF, packets, len(arrivals), first, first_at, last, last_at)
                self.downlink.feedback(told, self.sent_at, self.sent_size, self.now)
            if round(self.now * 10) % 10 == 0:
                self.downlink.grow(rate, self.now)


def test_a_path_that_bears_it_sets_no_limit() -> None:
    pipe = Pipe(5e6)
    pipe.send(2e6, 20.0)
    assert pipe.downlink.budget is None


@pytest.mark.parametrize("queue", [0.05, 0.5])
def test_too_much_is_noticed_within_three_seconds_and_measured(queue: float) -> None:
    pipe = Pipe(500e3, queue)
    pipe.send(2e6, 3.0)
    assert pipe.downlink.budget is not None
    assert 250e3 < pipe.downlink.budget < 500e3


def test_it_grows_when_the_path_recovers() -> None:
    pipe = Pipe(300e3)
    pipe.send(2e6, 10.0)
    assert pipe.downlink.budget is not None
    pipe.capacity = 5e6
    pipe.send(200e3, 20.0)
    assert pipe.downlink.budget is None


@pytest.mark.parametrize("rate", [100e3, 500e3, 2e6])
def test_five_of_a_hundred_lost_by_chance_set_no_limit(rate: float) -> None:
    pipe = Pipe(5e6, loss=0.05)
    pipe.send(rate, 30.0)
    assert pipe.downlink.budget is None


def test_loss_that_sending_less_does_not_mend_costs_one_cut() -> None:
    pipe = Pipe(50e6, loss=0.25)
    rate, lowest = 2e6, 2e6
    for _ in range(40):
        pipe.send(rate, 1.0)
        rate = min(2e6, pipe.downlink.budget or 2e6)
        lowest = min(lowest, rate)
    assert 1e6 < lowest < 2e6


def test_patience_grows_with_each_failure() -> None:
    pipe = Pipe(500e3)
    tries = []
    for _ in range(4):
        pipe.send(2e6, 4.0)
        began = pipe.now
        limit = pipe.downlink.budget or 0.0
        while (pipe.downlink.budget or 1e9) <= limit:
            pipe.send(200e3, 1.0)
        tries.append(pipe.now - began)
    assert tries[-1] > 2 * tries[0]


def test_a_little_loss_is_left_to_retransmission() -> None:
    downlink = Downlink()
    for second in range(30):
        downlink.reported(200, 10, float(second))
    assert downlink.budget is None
    for second in range(30, 33):
        downlink.reported(200, 60, float(second))
    assert downlink.budget is not None


def test_a_receivers_own_estimate_counts() -> None:
    downlink = Downlink()
    downlink.told(600_000)
    assert downlink.budget == 600_000


def test_everybodys_lowest_layer_comes_first() -> None:
    wishes = [Wish(LAYERS), Wish(LAYERS, priority=1), Wish(LAYERS)]
    assert allocate(None, 1, wishes) == [Quality.HIGH] * 3
    assert allocate(1_100e3, 1, wishes) == [Quality.LOW, Quality.MEDIUM, Quality.LOW]
    assert allocate(400e3, 1, wishes) == [Quality.LOW, Quality.LOW, None]
    assert allocate(50e3, 1, wishes) == [None, None, None]


def test_what_is_sent_now_is_not_given_up_for_a_trifle() -> None:
    wish = Wish(LAYERS, now=Quality.MEDIUM)
    assert allocate(460e3, 0, [wish]) == [Quality.MEDIUM]
    assert allocate(460e3, 0, [Wish(LAYERS, now=Quality.LOW)]) == [Quality.LOW]


@given(st.floats(0, 1e8), st.integers(0, 50), st.lists(st.integers(0, 3), max_size=12))
def test_never_more_is_given_than_there_is(budget: float, voices: int, sizes: list[int]) -> None:
    wishes = [Wish(LAYERS[:size]) for size in sizes]
    chosen = allocate(budget, voices, wishes)
    spent = sum(
        dict(LAYERS)[choice] for choice, wish in zip(chosen, wishes, strict=True) if choice is not None and wish.rates
    )
    assert spent <= max(0.0, budget - voices * 40e3)
