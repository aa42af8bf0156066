"""Pictures that stand for photos and signatures of a visit: drawn shapes, no real place and no real hand."""

import base64
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = (960, 720)
WALLS = ("#d8dfe3", "#dfd9cc", "#d3dccf", "#ddd3d8")
THINGS = ("#2f6f8f", "#7a5c3c", "#4b7b53", "#8a4b57")


def photo(seed: int) -> bytes:
    """Return a JPEG of a room with a counter, things on it and a stain; another seed is another picture."""
    chance = Random(seed)  # noqa: S311  # drawn, the same each time
    image = Image.new("RGB", SIZE, WALLS[seed % len(WALLS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, *SIZE), fill="#8d8a83")
    draw.rectangle((60, 400, 900, 540), fill="#b08d62", outline="#6e5435", width=4)
    for number in range(4):
        left, top = 110 + number * 200 + chance.randint(-20, 20), 240 + chance.randint(0, 60)
        draw.rounded_rectangle((left, top, left + 110, 400), 24, fill=THINGS[(seed + number) % len(THINGS)])
        draw.rectangle((left + 35, top - 30, left + 75, top + 6), fill="#e9eef0")
    at = chance.randint(120, 700)
    draw.ellipse((at, 560, at + 180, 640), fill="#5b5144")
    out = BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def signature(seed: int) -> str:
    """Return a drawn line as a PNG in base64."""
    chance = Random(seed)  # noqa: S311  # as above
    image = Image.new("RGB", (360, 120), "white")
    points = [(20 + step * 22, 60 + chance.randint(-38, 38)) for step in range(15)]
    ImageDraw.Draw(image).line(points, fill="#1c2733", width=4, joint="curve")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()
