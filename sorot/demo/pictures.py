"""Drawn pictures for the demo reports: plainly drawings, so nobody takes them for a real place."""

import io

from PIL import Image, ImageDraw

SIZE = (960, 720)
SKY, ROAD, GRASS = "#c9dde8", "#6b7280", "#7f9f6a"


def draw(kind: str) -> bytes:
    """A street scene with a hole, water, a heap, a fallen tree or a dark lamp, or ("hole_done") with it put
    right; as PNG bytes."""
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 330, 960, 720), fill=GRASS)
    pen.polygon([(380, 330), (580, 330), (900, 720), (60, 720)], fill=ROAD)
    for top in range(350, 720, 90):
        width = 4 + (top - 350) // 40
        pen.rectangle((480 - width, top, 480 + width, top + 42), fill="#e5e7eb")
    for left, colour in ((40, "#b45309"), (190, "#9a3412"), (700, "#a16207"), (830, "#7c2d12")):
        pen.rectangle((left, 210, left + 110, 345), fill="#f1e4d3")
        pen.polygon([(left - 12, 210), (left + 55, 150), (left + 122, 210)], fill=colour)
        pen.rectangle((left + 40, 275, left + 70, 345), fill="#57534e")
    (SCENES | DONE)[kind](pen)
    pen.rectangle((0, 676, 960, 720), fill="#0f172a")
    pen.text((24, 684), "Gambar contoh - data demo Sorot", fill="#f8fafc", font_size=24)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _hole(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((340, 500, 620, 610), fill="#3f3f46")
    pen.ellipse((370, 520, 600, 600), fill="#27272a")
    pen.ellipse((410, 540, 560, 590), fill="#5b6b7a")


def _water(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 420, 960, 720), fill="#8a7a5c")
    for top in range(440, 680, 34):
        pen.line([(x, top + (8 if x % 120 else 0)) for x in range(0, 1000, 60)], fill="#b3a486", width=4)


def _heap(pen: ImageDraw.ImageDraw) -> None:
    for number, colour in enumerate(("#1f2937", "#334155", "#0f766e", "#374151", "#92400e", "#111827")):
        left = 560 + (number % 3) * 90
        top = 470 + (number // 3) * 70
        pen.ellipse((left, top, left + 140, top + 110), fill=colour)


def _tree(pen: ImageDraw.ImageDraw) -> None:
    pen.line([(90, 560), (760, 470)], fill="#6b4423", width=34)
    for left in range(520, 860, 70):
        pen.ellipse((left, 380, left + 150, 520), fill="#3f6b35")


def _lamp(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 960, 330), fill="#0b1220")
    pen.rectangle((0, 330, 960, 720), fill="#111a13")
    pen.rectangle((690, 110, 704, 620), fill="#9ca3af")
    pen.rectangle((600, 104, 704, 118), fill="#9ca3af")
    pen.ellipse((580, 108, 640, 138), fill="#4b5563")


SCENES = {"hole": _hole, "water": _water, "heap": _heap, "tree": _tree, "lamp": _lamp}


def _patched(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(350, 510), (610, 500), (640, 610), (330, 618)], fill="#4b5563")
    pen.line([(350, 510), (610, 500), (640, 610), (330, 618), (350, 510)], fill="#9ca3af", width=3)


def _drained(pen: ImageDraw.ImageDraw) -> None:
    for left, right in ((40, 330), (640, 900)):
        pen.polygon([(left, 700), (right, 340), (right + 12, 340), (left + 40, 700)], fill="#9ca3af")


def _clean(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((640, 470, 760, 590), fill="#15803d")
    pen.rectangle((630, 456, 770, 474), fill="#166534")


def _cleared(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((720, 500, 790, 530), fill="#8b5a2b")
    pen.rectangle((720, 515, 790, 548), fill="#6b4423")
    pen.ellipse((720, 534, 790, 562), fill="#6b4423")


def _lit(pen: ImageDraw.ImageDraw) -> None:
    _lamp(pen)
    pen.polygon([(610, 130), (360, 640), (860, 640)], fill="#3b3a22")
    pen.ellipse((360, 590, 860, 680), fill="#6b6635")
    pen.ellipse((580, 108, 640, 138), fill="#fde68a")
    pen.rectangle((690, 110, 704, 620), fill="#9ca3af")


def _swept(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((700, 560, 716, 650), fill="#92400e")
    pen.polygon([(688, 640), (728, 640), (740, 676), (676, 676)], fill="#d97706")


DONE = {
    "hole_done": _patched, "water_done": _drained, "heap_done": _clean, "tree_done": _cleared,
    "lamp_done": _lit, "place_done": _swept,
}  # fmt: skip
