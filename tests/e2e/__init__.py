"""Browser tests: real browsers, a real server process, real media. The same tests run against any LiveKit server."""
