"""What kind of recording some bytes are, by their first bytes only; the name of a file is never believed."""

from __future__ import annotations

HEAD_BYTES = 64 * 1024  # what `demuxer` looks at; behind a longer ID3 tag MP3 is supposed

_QUICKTIME = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")

# Decoders that may run on a visitor's bytes: what phones, browsers and recorders write. No picture codecs.
DECODERS = (
    *("opus", "vorbis", "aac", "aac_latm", "mp3float", "mp3", "mp2float", "mp2", "flac", "alac"),
    *("amrnb", "amrwb", "adpcm_ima_wav", "adpcm_ms"),
    *("pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be"),
    *("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_alaw", "pcm_mulaw"),
)


def demuxer(head: bytes) -> str | None:
    """FFmpeg's name for the container, or None for what is no recording (pictures, documents, playlists, text).

    Containers that name other files or addresses (m3u8, ffconcat, sdp, …) are not among the answers.
    """
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    if head[4:8] in _QUICKTIME:
        return "mov"
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:3] == b"ID3":
        return _after_id3(head)
    return _frame(head)


def promised_bytes(head: bytes) -> int:
    """How long the whole file says it is, 0 where it does not: of WAV only, whose streams write 0 or the maximum."""
    if head[:4] != b"RIFF" or len(head) < 8:
        return 0
    size = int.from_bytes(head[4:8], "little")
    return size + 8 if size < 0x7FFF0000 else 0


def _after_id3(head: bytes) -> str | None:
    """A tag may stand before MP3, AAC and even FLAC; its length is four times seven bits."""
    if len(head) < 10 or any(byte > 127 for byte in head[6:10]):
        return None
    length = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    rest = head[length:]
    if rest[:4] == b"fLaC":
        return "flac"
    return _frame(rest.lstrip(b"\0")) or "mp3" if rest else "mp3"


def _frame(head: bytes) -> str | None:
    """The first bytes of a bare MPEG audio or ADTS frame."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:  # twelve ones, layer 0
        return "aac"
    layer, rate, frequency = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    mpeg = head[1] & 0xE0 == 0xE0 and head[1] >> 3 & 3 != 1
    return "mp3" if mpeg and layer in (1, 2) and rate not in (0, 15) and frequency != 3 else None
