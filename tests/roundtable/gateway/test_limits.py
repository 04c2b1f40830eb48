from roundtable.gateway.limits import Bucket, SocketCounts


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
    assert [counts.enter("a"), counts.enter("a"), counts.enter("a")] == [True, True, False]
    assert [counts.enter("b"), counts.enter("c")] == [True, False]
    counts.leave("a")
    assert [counts.enter("c"), counts.total] == [True, 3]
