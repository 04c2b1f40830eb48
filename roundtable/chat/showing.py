"""What is seen of a message."""

from roundtable.chat.messages import ChatMessage
from roundtable.chat.tables import StoredMessage
from roundtable.kernel.clock import as_text
from roundtable.kernel.views import club_view


def message_view(message: StoredMessage) -> ChatMessage:
    """Show a message. A deleted one is empty and says so."""
    reactions: dict[str, list[str]] = {}
    for emoji, participant in message.reactions:
        reactions.setdefault(emoji, []).append(participant)
    view: ChatMessage = {
        "id": message.id,
        "seq": message.seq,
        "participant": message.participant,
        "name": message.name,
        "text": message.text,
        "at": as_text(message.at),
        "reactions": reactions,
    }
    if message.club is not None:
        view["club"] = club_view(message.club)
    if message.deleted:
        view["deleted"] = True
    return view
