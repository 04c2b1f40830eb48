"""RTCP on the wire (RFC 3550, RFC 4585, RFC 5104): walk a compound packet, build the few kinds we send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import Struct
from typing import NamedTuple

SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, BYE = 200, 201, 202, 203
TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK = 205, 206
NACK, TRANSPORT_WIDE = 1, 15
PICTURE_LOSS, FULL_INTRA, APPLICATION = 1, 4, 15

OUR_SSRC = 1  # the sender of our feedback; it sends no media

_HEAD = Struct("!BBH")
_BLOCK = Struct("!IIIIII")
_FEEDBACK = Struct("!BBHII")
_PAIR = Struct("!HH")
_REPORT_HEAD = Struct("!BBHI")
_SENDER = Struct("!BBHIQIII")
_SENDER_INFO = Struct("!IQIII")
_WORD = Struct("!I")
_NTP_EPOCH = 2_208_988_800  # seconds from 1900 to 1970
_MAX_PACKETS = 64  # RTCP packets looked at in one datagram
_MAX_NACKED = 512  # sequence numbers taken from one datagram


class Rtcp(NamedTuple):
    """One packet of a compound: its kind, its count or format, and what follows the first word."""

    kind: int
    format: int  # or the number of blocks
    body: bytes


class ReportBlock(NamedTuple):
    """What a receiver says of one source (RFC 3550 §6.4.1)."""

    ssrc: int
    fraction_lost: int  # of 256, since the last report
    lost: int  # ever, signed
    highest: int  # extended sequence number
    jitter: int  # timestamp units
    last_report: int  # middle 32 bits of the NTP time of our last sender report
    delay: int  # since then, in 1/65,536 s


class SenderInfo(NamedTuple):
    """A sender report's clock and counts."""

    ssrc: int
    ntp: int
    stamp: int
    packets: int
    octets: int


def walk(packet: bytes) -> Iterator[Rtcp]:
    """The packets of a compound, up to the first that is malformed."""
    position, length = 0, len(packet)
    for _ in range(_MAX_PACKETS):
        if position + 4 > length:
            return
        first, kind, words = _HEAD.unpack_from(packet, position)
        end = position + 4 + 4 * words
        if first >> 6 != 2 or end > length:
            return
        body = packet[position + 4 : end]
        if first & 0x20 and body:
            body = body[: -body[-1]] if 0 < body[-1] <= len(body) else b""
        yield Rtcp(kind, first & 0x1F, body)
        position = end


def report_blocks(packet: Rtcp) -> Iterator[ReportBlock]:
    """The report blocks of a sender or receiver report."""
    position = 24 if packet.kind == SENDER_REPORT else 4
    for _ in range(packet.format):
        if position + 24 > len(packet.body):
            return
        ssrc, loss, highest, jitter, last_report, delay = _BLOCK.unpack_from(packet.body, position)
        lost = loss & 0xFFFFFF
        if lost & 0x800000:
            lost -= 0x1000000
        yield ReportBlock(ssrc, loss >> 24, lost, highest, jitter, last_report, delay)
        position += 24


def sender_info(packet: Rtcp) -> SenderInfo | None:
    """The sender's part of a sender report."""
    return SenderInfo(*_SENDER_INFO.unpack_from(packet.body)) if len(packet.body) >= 24 else None


def feedback_target(packet: Rtcp) -> int | None:
    """The media SSRC that a feedback packet is about."""
    return int(_WORD.unpack_from(packet.body, 4)[0]) if len(packet.body) >= 8 else None


def nacked(packet: Rtcp) -> list[int]:
    """The sequence numbers of a generic NACK."""
    numbers: list[int] = []
    for position in range(8, len(packet.body) - 3, 4):
        first, following = _PAIR.unpack_from(packet.body, position)
        numbers.append(first)
        numbers.extend((first + bit + 1) & 0xFFFF for bit in range(16) if following >> bit & 1)
        if len(numbers) >= _MAX_NACKED:
            break
    return numbers


def full_intra_targets(packet: Rtcp) -> list[int]:
    """The SSRCs of a full intra request, which names them in its entries (RFC 5104 §4.3.1)."""
    return [_WORD.unpack_from(packet.body, at)[0] for at in range(8, len(packet.body) - 7, 8)]


def bandwidth_estimate(packet: Rtcp) -> int | None:
    """Bits per second of a REMB message (draft-alvestrand-rmcat-remb §2.2), or None for another application's."""
    body = packet.body
    if len(body) < 16 or body[8:12] != b"REMB":
        return None
    word = _WORD.unpack_from(body, 12)[0]
    return int(min((word & 0x3FFFF) << (word >> 18 & 0x3F), 1 << 40))


def picture_loss(media: int) -> bytes:
    return _FEEDBACK.pack(0x80 | PICTURE_LOSS, PAYLOAD_FEEDBACK, 2, OUR_SSRC, media)


def nack(media: int, missing: Iterable[int]) -> bytes:
    """A generic NACK (RFC 4585 §6.2.1) for sequence numbers in ascending order."""
    entries: list[tuple[int, int]] = []
    for number in missing:
        if entries:
            first, following = entries[-1]
            distance = (number - first) & 0xFFFF
            if 0 < distance <= 16:
                entries[-1] = (first, following | 1 << distance - 1)
                continue
        entries.append((number, 0))
    head = _FEEDBACK.pack(0x80 | NACK, TRANSPORT_FEEDBACK, 2 + len(entries), OUR_SSRC, media)
    return head + b"".join(_PAIR.pack(*entry) for entry in entries)


def receiver_report(blocks: Iterable[ReportBlock]) -> bytes:
    """Receiver reports for at most 31 sources."""
    packed = b"".join(
        _BLOCK.pack(
            block.ssrc,
            block.fraction_lost << 24 | block.lost & 0xFFFFFF,
            block.highest & 0xFFFFFFFF,
            block.jitter,
            block.last_report,
            block.delay,
        )
        for block in blocks
    )
    count = len(packed) // 24
    return _REPORT_HEAD.pack(0x80 | count, RECEIVER_REPORT, 1 + 6 * count, OUR_SSRC) + packed


def sender_report(info: SenderInfo) -> bytes:
    return _SENDER.pack(
        0x80, SENDER_REPORT, 6, info.ssrc, info.ntp, info.stamp, info.packets & 0xFFFFFFFF, info.octets & 0xFFFFFFFF
    )


def description(ssrc: int, name: str) -> bytes:
    """The canonical name of a source (RFC 3550 §6.5.1); receivers synchronise what shares one."""
    text = name.encode()[:255]
    item = bytes((1, len(text))) + text
    item += bytes(4 - len(item) % 4)
    return _HEAD.pack(0x81, DESCRIPTION, 1 + len(item) // 4) + _WORD.pack(ssrc) + item


def bandwidth_request(bitrate: int, sources: list[int]) -> bytes:
    """A REMB message: no more than `bitrate` bits per second for all `sources` together."""
    exponent = max(0, bitrate.bit_length() - 18)
    word = len(sources) << 24 | exponent << 18 | bitrate >> exponent
    body = b"REMB" + _WORD.pack(word) + b"".join(_WORD.pack(ssrc) for ssrc in sources)
    head = _FEEDBACK.pack(0x80 | APPLICATION, PAYLOAD_FEEDBACK, 2 + len(body) // 4, OUR_SSRC, 0)
    return head + body


def ntp_time(unix: float) -> int:
    """64-bit NTP time of a Unix time."""
    return int((unix + _NTP_EPOCH) * (1 << 32))


def middle(ntp: int) -> int:
    """The middle 32 bits, as reports carry them."""
    return ntp >> 16 & 0xFFFFFFFF
