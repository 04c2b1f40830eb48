"""Nomination, change of address, restart and silence, without a socket."""

from __future__ import annotations

from signaling.plane import IceCredentials
from signaling.transport.ice import MAX_PATHS, IceLite
from signaling.transport.stun import BindingRequest

THEIRS = IceCredentials("them", "x" * 22)


def agent() -> IceLite[str]:
    ice: IceLite[str] = IceLite(0.0)
    ice.describe_remote(THEIRS)
    return ice


def check(ice: IceLite[str], *, nominates: bool, generation: int = -1, remote: str = "them") -> BindingRequest:
    return BindingRequest(b"", ice.generations[generation].local.ufrag, remote, nominates, b"", b"")


def test_the_first_path_serves_until_one_is_nominated() -> None:
    ice = agent()
    assert ice.checked(check(ice, nominates=False), "first", 1.0) == (True, [])
    assert ice.checked(check(ice, nominates=False), "second", 1.0) == (False, [])
    assert ice.selected == "first"
    assert ice.checked(check(ice, nominates=True), "second", 2.0) == (True, [])
    assert ice.selected == "second"


def test_a_new_address_takes_over_when_nominated() -> None:
    ice = agent()
    ice.checked(check(ice, nominates=True), "wifi", 1.0)
    ice.checked(check(ice, nominates=True), "mobile", 2.0)
    assert ice.selected == "mobile"
    assert set(ice.paths) == {"wifi", "mobile"}


def test_the_old_path_lives_until_the_restart_is_nominated() -> None:
    ice = agent()
    ice.checked(check(ice, nominates=True), "old", 1.0)
    ice.restart()
    assert ice.checked(check(ice, nominates=True, generation=0), "old", 2.0) == (False, [])
    ice.describe_remote(IceCredentials("new", "y" * 22))
    assert ice.checked(check(ice, nominates=False, remote="new"), "fresh", 3.0) == (False, [])
    assert ice.selected == "old"
    assert ice.checked(check(ice, nominates=True, remote="new"), "fresh", 4.0) == (True, ["old"])
    assert (ice.selected, len(ice.generations)) == ("fresh", 1)


def test_a_check_with_another_remote_name_is_not_ours() -> None:
    ice = agent()
    assert ice.password_for(check(ice, nominates=True, remote="somebody")) is None


def test_addresses_of_one_client_are_bounded() -> None:
    ice = agent()
    ice.checked(check(ice, nominates=True), "chosen", 0.0)
    for number in range(100):
        ice.checked(check(ice, nominates=False), f"path {number}", 1.0)
    assert len(ice.paths) == MAX_PATHS
    assert ice.selected == "chosen"
    assert "chosen" in ice.paths


def test_silence_is_told_once() -> None:
    ice = agent()
    ice.silent = False
    ice.heard(10.0)
    assert not ice.became_silent(24.0, 15.0)
    assert ice.became_silent(25.0, 15.0)
    assert not ice.became_silent(26.0, 15.0)
