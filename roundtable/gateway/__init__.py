"""The Socket.IO gateway: the only package that imports socketio or engineio.

What it guarantees to everything behind it (each line is held by a test in `tests/roundtable/gateway/`):

- **Origin.** The upgrade is refused unless `Origin` is in an explicit list; foreign, `null` and absent ones are not.
  The cookie alone never enters: the first packet must carry the CSRF token of that cookie's sign-in.
- **Transport.** WebSocket only, no long polling, no upgrade from it, no permessage-deflate.
- **Frames.** Text only, at most 16 KB, at most 8 levels deep, no attachments, no NUL, no lone surrogate. Only
  `command` and `query`, each with an acknowledgement id, reach a handler; `connect`, `disconnect` and every unknown
  name never do.
- **Bounds.** Sockets per address (taken from the aiohttp request, behind the listed proxies only) and in total; a
  socket that has not connected within 10 s is closed; frames and commands are rate limited; malformed frames are
  counted, and a socket that keeps sending them is cut.
- **Order.** Frames of one client are handled one after another; everything sent to a client leaves in the order in
  which it was said. One broken or slow client never delays another: it is cut, comes back and asks for a snapshot.
- **Actor.** Who acts comes from the authenticated connection, never from a payload.
- **Audiences.** A socket is in exactly one audience. Who was removed, banned or demoted leaves the audience before
  the next patch is written.
- **Fan-out.** One patch of one audience is encoded once and written to each transport.
"""
