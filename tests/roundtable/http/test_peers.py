"""Whose address and scheme count."""

from ipaddress import ip_network

import pytest

from roundtable.http.peers import Peer, Peers

PROXIES = [ip_network("10.0.0.0/8"), ip_network("::1/128")]


def peer(remote: str | None, scheme: str = "http", *, trusted: bool = True, **headers: str) -> Peer:
    """The peer of a request to meet.example.org."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Peers(PROXIES if trusted else [], None).of(remote, scheme, {"Host": "meet.example.org", **named})


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("198.51.100.1", "203.0.113.1", "198.51.100.1"),  # not one of our proxies: its word counts nothing
        ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.1", "203.0.113.1"),  # what the client itself wrote stands further left
        ("10.0.0.1", "1.2.3.4, 203.0.113.1, 10.0.0.9", "203.0.113.1"),
        ("10.0.0.1", "10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("10.0.0.1", "garbage", "10.0.0.1"),
        ("10.0.0.1", "garbage, 203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"),
        (None, "203.0.113.1", "unknown"),
    ],
)
def test_the_address_is_the_nearest_that_no_proxy_of_ours_has(remote: str | None, forwarded: str, address: str) -> None:
    assert peer(remote, X_Forwarded_For=forwarded).address == address


def test_without_a_list_no_header_counts() -> None:
    found = peer("10.0.0.1", trusted=False, X_Forwarded_For="203.0.113.1", X_Forwarded_Proto="https")
    assert found == Peer("10.0.0.1", secure=False, origin="http://meet.example.org")


def test_a_listed_proxy_tells_the_scheme() -> None:
    assert peer("10.0.0.1", X_Forwarded_Proto="https").origin == "https://meet.example.org"
    assert peer("198.51.100.1", X_Forwarded_Proto="https").origin == "http://meet.example.org"
    assert peer("10.0.0.1", "https").secure


def test_limits_count_the_network_of_an_ipv6_customer() -> None:
    assert peer("2001:db8:1:2:3:4:5:6").network == "2001:db8:1:2::/64"
    assert peer("203.0.113.1").network == "203.0.113.1"


@pytest.mark.parametrize(
    ("host", "safe"),
    [("localhost:8080", True), ("127.0.0.1:8080", True), ("[::1]:8080", True), ("192.168.1.5:8080", False),
     ("127.0.0.1.evil.example", False), ("", False)],
)  # fmt: skip
def test_secure_cookies_work_on_the_machine_itself(host: str, safe: bool) -> None:
    assert Peers([], None).of("127.0.0.1", "http", {"Host": host}).has_safe_cookies is safe


@pytest.mark.parametrize("origin", [None, "", "null", "https://evil.example", "http://meet.example.org:81"])
def test_origins_of_others_are_not_ours(origin: str | None) -> None:
    peers = Peers([], "https://roundtable.example")
    assert not peers.is_ours(peers.of("127.0.0.1", "http", {"Host": "meet.example.org"}), origin)


@pytest.mark.parametrize("origin", ["http://meet.example.org", "https://roundtable.example", "HTTP://Meet.example.org"])
def test_the_host_and_the_public_address_are_ours(origin: str) -> None:
    peers = Peers([], "https://roundtable.example")
    assert peers.is_ours(peers.of("127.0.0.1", "http", {"Host": "meet.example.org"}), origin)
