"""Pictures and films for the tests of the camera: a face that moves, a drawn hand, sound; made by PyAV in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Pcm = NDArray[np.float32]

_SKIN, _LINE = (225, 175, 150, 255), (190, 135, 110, 255)
_FINGERS = (
    ((68, 105), (52, 45), 19),
    ((88, 95), (82, 25), 20),
    ((110, 95), (114, 25), 20),
    ((130, 105), (146, 50), 17),
    ((68, 150), (25, 105), 22),
)


def with_hand(rgb: Picture, x: int, y: int, side: int = 120) -> Picture:
    """A drawn open hand, found by the real landmarker, with its corner at (x, y)."""
    hand = np.zeros((200, 200, 4), np.uint8)
    cv2.ellipse(hand, (100, 130), (42, 48), 0, 0, 360, _SKIN, -1, cv2.LINE_AA)
    for start in ((90, 165), (110, 165)):
        cv2.line(hand, start, (103, 199), _SKIN, 50, cv2.LINE_AA)
    for start, end, width in _FINGERS:
        cv2.line(hand, start, end, _LINE, width + 4, cv2.LINE_AA)
        cv2.line(hand, start, end, _SKIN, width, cv2.LINE_AA)
    for start, end in (((75, 110), (95, 118)), ((70, 135), (130, 125)), ((80, 160), (75, 130))):
        cv2.line(hand, start, end, _LINE, 2, cv2.LINE_AA)
    small = cv2.GaussianBlur(cv2.resize(hand, (side, side), interpolation=cv2.INTER_AREA), (3, 3), 0)
    out, cover = rgb.copy(), small[..., 3:] / 255
    part = out[y : y + side, x : x + side]
    part[:] = (part * (1 - cover) + small[..., :3] * cover).astype(np.uint8)
    return out


def jpeg(rgb: Picture, quality: int = 80) -> bytes:
    done, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


def film(
    pictures: Sequence[Picture],
    fps: int = 10,
    sound: Pcm | None = None,
    kind: str = "mp4",
    turned: float = 0.0,
    live: bool = False,
) -> bytes:
    """A film as bytes. sound: 16 kHz. kind: "mp4" (H.264, AAC) or "webm" (VP8, Opus). turned: rotation that a player
    must undo, degrees. live: webm without a duration, as a browser records."""
    file = io.BytesIO()
    options = {"live": "1"} if live else {}
    with av.open(file, "w", format=kind, options=options) as container:
        video: Any = None
        if len(pictures):
            video = container.add_stream("libvpx" if kind == "webm" else "libx264", rate=fps)
            video.height, video.width = pictures[0].shape[:2]
            video.pix_fmt = "yuv420p"
            video.options = (
                {"cpu-used": "8", "deadline": "realtime"} if kind == "webm" else {"preset": "ultrafast"}
            )
            if turned:
                video.set_display_rotation(turned)
        audio: Any = None
        if sound is not None:
            audio = container.add_stream("libopus" if kind == "webm" else "aac", rate=48_000)
            audio.layout = "mono"
        for number, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        if video is not None:
            container.mux(video.encode(None))
        if audio is not None and sound is not None:
            frame_of_sound = av.AudioFrame.from_ndarray(sound[None], format="flt", layout="mono")
            frame_of_sound.sample_rate = 16_000
            resampler = av.AudioResampler(format=audio.format.name, layout="mono", rate=48_000)
            for piece in [*resampler.resample(frame_of_sound), *resampler.resample(None)]:
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
    return file.getvalue()
