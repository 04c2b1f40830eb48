import jwt

from roundtable.kernel.clock import ManualClock
from roundtable.kernel.ids import SessionId
from roundtable.media.tokens import Bearer, Tokens
from tests.roundtable.media.fake import ALICE, BOB, LISTENER, SPEAKER

SECRET = "a secret of at least thirty-two characters"
SESSION = SessionId("ses_one")


def _claims(token: str, now: float | None = None) -> dict[str, object]:
    return dict(jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_nbf": False}))


def test_a_token_opens_one_room_for_one_person_for_ten_minutes() -> None:
    clock = ManualClock()
    now = int(clock.now().timestamp())
    assert _claims(Tokens("key", SECRET, clock).make(Bearer(SESSION, ALICE, "林小雨"), SPEAKER)) == {
        "iss": "key",
        "sub": "prt_alice",
        "name": "林小雨",
        "nbf": now,
        "exp": now + 600,
        "video": {
            "roomJoin": True,
            "room": "ses_one",
            "canPublish": True,
            "canSubscribe": True,
            "canPublishData": True,
            "canPublishSources": ["camera", "microphone"],
            "canUpdateOwnMetadata": False,
        },
    }


def test_an_observers_token_publishes_nothing() -> None:
    claims = _claims(Tokens("key", SECRET, ManualClock()).make(Bearer(SESSION, ALICE, "Alice"), LISTENER))
    assert isinstance(video := claims["video"], dict)
    assert (video["canPublish"], video.get("canPublishSources")) == (False, None)


def test_revoking_is_later_than_every_token_made_and_earlier_than_every_one_to_come() -> None:
    clock = ManualClock()
    tokens = Tokens("key", SECRET, clock)
    bearer = Bearer(SESSION, ALICE, "Alice")
    before = _claims(tokens.make(bearer, SPEAKER))["nbf"]
    revoked = tokens.revoke(SESSION, ALICE)
    after = _claims(tokens.make(bearer, SPEAKER))["nbf"]
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert before < revoked <= after
    assert _claims(tokens.make(Bearer(SESSION, BOB, "Bob"), SPEAKER))["nbf"] == before
    clock.advance(30)
    assert _claims(tokens.make(bearer, SPEAKER))["nbf"] == int(clock.now().timestamp())


def test_revoking_twice_within_a_second_revokes_what_was_made_in_between() -> None:
    tokens = Tokens("key", SECRET, ManualClock())
    bearer = Bearer(SESSION, ALICE, "Alice")
    tokens.revoke(SESSION, ALICE)
    between = _claims(tokens.make(bearer, SPEAKER))["nbf"]
    assert isinstance(between, int)
    assert between < tokens.revoke(SESSION, ALICE)


def test_the_secret_does_not_show() -> None:
    assert SECRET not in repr(Tokens("key", SECRET, ManualClock()))
