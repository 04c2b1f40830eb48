"""A living table for one person: simulated representatives who are ordinary clients of a running server.

They use nothing but what a browser uses: the HTTP API, the Socket.IO gateway and the media server. So they also serve
the tests and the benchmarks, and work against a server on another machine.
"""
