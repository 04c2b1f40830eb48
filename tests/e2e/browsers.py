"""Finds the browsers of this machine, or says how to get them."""

import shutil
import sys

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX_NAMES = ("firefox-esr", "firefox")

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    # A test picture and a beep every second; ten frames a second spare a small machine.
    "--use-fake-device-for-media-stream=fps=10",
    "--use-fake-ui-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
    "--auto-accept-this-tab-capture",
    # Three pages in the background must run as if each were in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
)

HOW_TO_GET = {
    "Chromium": "Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium; or Google Chrome",
    "Firefox": "Debian: apt install firefox-esr; elsewhere: the package firefox",
}


def chromium() -> str | None:
    """Path of a Chromium or Chrome."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def firefox() -> str | None:
    """Path of a Firefox."""
    return next((path for name in FIREFOX_NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Say what is missing; fail if anything is: a browser test that does not run proves nothing."""
    missing = [name for name, path in (("Chromium", chromium()), ("Firefox", firefox())) if path is None]
    for name in missing:
        print(f"{name} is needed for the browser tests. {HOW_TO_GET[name]}.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
