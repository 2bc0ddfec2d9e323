"""The one MediaPipe wrapper: landmarks, blendshapes, head pose. Used by photo and interview."""

from metajob.faces.landmarker import OVAL, Face, detect

__all__ = ["OVAL", "Face", "detect"]
