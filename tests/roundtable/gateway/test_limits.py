from roundtable.gateway.limits import MAX_REMEMBERED, SOCKETS_PER_ADDRESS, Bucket, SocketCounts


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket(burst=3, per_second=2)
    assert [bucket.take(10.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [bucket.take(10.5), bucket.take(10.5)] == [0, 1]
    assert [bucket.take(1000.0) for _ in range(4)] == [0, 0, 0, 1]


def test_the_wait_it_names_is_enough() -> None:
    bucket = Bucket(burst=1, per_second=0.25)
    assert bucket.take(0.0) == 0
    seconds = bucket.take(0.0)
    assert seconds == 4
    assert bucket.take(float(seconds)) == 0


def test_sockets_are_counted_by_address_and_in_total() -> None:
    counts = SocketCounts(per_address=2, total=3)
    assert [counts.enter("a", 0), counts.enter("a", 0), counts.enter("a", 0)] == [True, True, False]
    assert [counts.enter("b", 0), counts.enter("c", 0)] == [True, False]
    counts.leave("a")
    assert [counts.enter("c", 0), counts.total] == [True, 3]


def test_opening_and_closing_again_and_again_is_slowed_down() -> None:
    counts = SocketCounts()

    def comes_and_goes(now: float) -> bool:
        came = counts.enter("a", now)
        if came:
            counts.leave("a")
        return came

    assert sum(comes_and_goes(0.0) for _ in range(1000)) == 2 * SOCKETS_PER_ADDRESS
    assert counts.enter("b", 0.0)
    assert sum(comes_and_goes(1.0) for _ in range(1000)) == 10


def test_addresses_are_forgotten_once_they_are_quiet() -> None:
    counts = SocketCounts(total=10 * MAX_REMEMBERED)
    for number in range(MAX_REMEMBERED):
        counts.enter(str(number), 0.0)
    counts.enter("one more", 60.0)
    assert len(counts._opening) == 1
