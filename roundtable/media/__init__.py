"""What the product knows of media: the LiveKit server API, access tokens and webhooks. Nothing else.

The state of a session says who may publish what (`grants`). This package makes a media server agree with it:

- a token for each participant who may enter, good for ten minutes, that allows what the state allows at that moment;
- the **reconciler**: after every change, after a start, after an outage, when somebody joins or leaves over there, and
  every ten seconds, what is there is compared with what should be, and the difference is made good;
- a session that is over has its room deleted; somebody who was sent out is removed, and their old tokens are revoked
  (`revoke_token_ts` of the server API), so that a kept token opens nothing.

It works the same against the embedded media server and any LiveKit cluster. A cluster that does not revoke tokens is
covered by the webhook and the sweep: whoever comes back with an old token is removed again at once.
"""
