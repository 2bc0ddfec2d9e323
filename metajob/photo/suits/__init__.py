"""Our own suits, drawn by code: `load` layers without colours, `paint` them, `preview` them on a bust."""

from metajob.photo.suits.bust import preview
from metajob.photo.suits.cache import load, warm
from metajob.photo.suits.draw import draw
from metajob.photo.suits.layers import SuitLayers
from metajob.photo.suits.paint import PaintedSuit, paint

__all__ = ["PaintedSuit", "SuitLayers", "draw", "load", "paint", "preview", "warm"]
