"""Moving pictures: a drawn person before a wall in their club's colour, who blinks, nods and opens the mouth to speak.

Frames are I420 (a full plane of brightness, two quarter planes of colour), as encoders want them: nothing is converted.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]

WIDTH = 640
HEIGHT = 360
FRAMES_PER_SECOND = 12

LETTERS = {
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "C": "01111 10000 10000 10000 10000 10000 01111",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
}
"""The letters of the simulated people's initials, five by seven points."""


@dataclass(frozen=True)
class Look:
    """What makes one drawn person unlike another; colours are (red, green, blue)."""

    initials: str
    wall: tuple[int, int, int]
    shirt: tuple[int, int, int]
    skin: tuple[int, int, int] = (233, 196, 166)
    hair: tuple[int, int, int] = (42, 34, 32)
    long_hair: bool = False


class Portrait:
    """Draws the frames of one person's camera."""

    def __init__(self, look: Look, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width = width
        self.height = height
        self._look = look
        rows, columns = np.mgrid[0:height, 0:width]
        self._x = (columns - width / 2) / height
        self._y = (rows - height / 2) / height
        self._wall = self._painted_wall()

    def frame(self, seconds: float, mouth: float) -> bytes:
        """The picture at a moment; `mouth` is how wide it is open, 0 to 1."""
        picture = [plane.copy() for plane in self._wall]
        sway, nod = 0.012 * np.sin(seconds * 0.9), 0.006 * np.sin(seconds * 1.7) + 0.01 * mouth
        self._drift(picture, seconds)
        look = self._look
        if look.long_hair:
            self._ellipse(picture, (sway, 0.02 + nod), (0.19, 0.27), look.hair)
        self._ellipse(picture, (sway * 0.5, 0.56), (0.36, 0.30), look.shirt)
        self._ellipse(picture, (sway, 0.2 + nod / 2), (0.06, 0.13), _darker(look.skin))
        self._ellipse(picture, (sway, -0.07 + nod), (0.17, 0.20), look.hair)
        self._ellipse(picture, (sway, -0.015 + nod), (0.145, 0.185), look.skin)
        self._face(picture, (sway, nod), seconds % 3.7 < 0.16, mouth)
        self._badge(picture)
        return b"".join(plane.tobytes() for plane in picture)

    def _face(self, picture: list[Plane], at: tuple[float, float], blinks: bool, mouth: float) -> None:
        x, y = at
        for side in (-0.058, 0.058):
            self._ellipse(picture, (x + side, y - 0.035), (0.017, 0.003 if blinks else 0.019), (35, 28, 28))
            self._ellipse(picture, (x + side, y - 0.075), (0.03, 0.006), self._look.hair)
        self._ellipse(picture, (x, y + 0.025), (0.01, 0.02), _darker(self._look.skin))
        self._ellipse(picture, (x, y + 0.085), (0.045 - 0.012 * mouth, 0.007 + 0.03 * mouth), (150, 62, 66))

    def _drift(self, picture: list[Plane], seconds: float) -> None:
        """Three soft lights that wander over the wall, so that every frame differs from the last."""
        for index in range(3):
            angle = seconds * (0.23 + 0.07 * index) + 2.1 * index
            at = (0.62 * np.cos(angle), -0.22 + 0.16 * np.sin(angle * 1.3))
            self._ellipse(picture, at, (0.09 + 0.02 * index,) * 2, _lighter(self._look.wall, 14 + 6 * index))

    def _badge(self, picture: list[Plane]) -> None:
        """The initials on the shirt."""
        unit = max(2, self.height // 90)
        left = self.width // 2 - unit * (6 * len(self._look.initials) - 1) // 2
        top = int(self.height * 0.86)
        for letter in self._look.initials:
            rows = LETTERS[letter].split()
            shape = np.array([[int(point) for point in row] for row in rows], dtype=np.uint8).repeat(unit, 0)
            shape = shape.repeat(unit, 1)[: self.height - top]
            area = picture[0][top : top + shape.shape[0], left : left + shape.shape[1]]
            area[shape == 1] = 235
            left += 6 * unit

    def _ellipse(
        self, picture: list[Plane], at: tuple[float, float], radii: tuple[float, float], colour: tuple[int, int, int]
    ) -> None:
        """Fill an ellipse; places and sizes are in heights of the picture, from its middle."""
        left, right = (self._even(self.width / 2 + (at[0] + sign * radii[0]) * self.height) for sign in (-1, 1))
        top, bottom = (self._even(self.height / 2 + (at[1] + sign * radii[1]) * self.height) for sign in (-1, 1))
        box = np.s_[max(top, 0) : max(bottom + 2, 0), max(left, 0) : max(right + 2, 0)]
        inside = ((self._x[box] - at[0]) / radii[0]) ** 2 + ((self._y[box] - at[1]) / radii[1]) ** 2 < 1
        y, u, v = _yuv(colour)
        picture[0][box][inside] = y
        half = np.s_[max(top, 0) // 2 : max(bottom + 2, 0) // 2, max(left, 0) // 2 : max(right + 2, 0) // 2]
        coarse = inside[::2, ::2]
        for plane, value in ((picture[1], u), (picture[2], v)):
            area = plane[half]
            area[coarse[: area.shape[0], : area.shape[1]]] = value

    @staticmethod
    def _even(value: float) -> int:
        return int(value) // 2 * 2

    def _painted_wall(self) -> list[Plane]:
        y, u, v = _yuv(self._look.wall)
        shade = np.clip(y * (1.12 - 0.35 * (self._y + 0.5)), 16, 235).astype(np.uint8)
        quarter = (self.height // 2, self.width // 2)
        return [shade, np.full(quarter, u, np.uint8), np.full(quarter, v, np.uint8)]


def _yuv(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """BT.601, limited range: what WebRTC's encoders take I420 for."""
    r, g, b = colour
    y = 16 + 0.257 * r + 0.504 * g + 0.098 * b
    u = 128 - 0.148 * r - 0.291 * g + 0.439 * b
    v = 128 + 0.439 * r - 0.368 * g - 0.071 * b
    return round(y), round(u), round(v)


def _darker(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    r, g, b = colour
    return int(r * 0.86), int(g * 0.84), int(b * 0.82)


def _lighter(colour: tuple[int, int, int], by: int) -> tuple[int, int, int]:
    r, g, b = colour
    return min(255, r + by), min(255, g + by), min(255, b + by)
