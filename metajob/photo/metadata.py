"""What every exported file says about itself: made with AI, by this program, in sRGB, at this resolution.

The digital source type is a term of the IPTC NewsCodes (IPTC Photo Metadata Standard 2023.1).
"""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageCms

from metajob import __version__

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
NOTICE_KO = "AI로 합성한 정장 사진"
NOTICE_EN = "Suit photo composited with AI"
TOOL = f"META-JOB {__version__}"

_XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<Iptc4xmpExt:DigitalSourceType>{SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>
<xmp:CreatorTool>{TOOL}</xmp:CreatorTool>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{NOTICE_KO}</rdf:li>\
<rdf:li xml:lang="ko">{NOTICE_KO}</rdf:li>\
<rdf:li xml:lang="en">{NOTICE_EN}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

XMP = _XMP.encode()

# TIFF 6.0 and EXIF 2.32 tags
_IMAGE_DESCRIPTION, _SOFTWARE = 0x010E, 0x0131
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 0x011A, 0x011B, 0x0128
_EXIF_IFD, _COLOR_SPACE = 0x8769, 0xA001
_INCH, _SRGB = 2, 1


def exif(dpi: int) -> bytes:
    """EXIF block: notice (EXIF text is ASCII, so English), software, resolution, sRGB."""
    block = Image.Exif()
    block[_IMAGE_DESCRIPTION] = NOTICE_EN
    block[_SOFTWARE] = TOOL
    block[_X_RESOLUTION] = block[_Y_RESOLUTION] = float(dpi)
    block[_RESOLUTION_UNIT] = _INCH
    block.get_ifd(_EXIF_IFD)[_COLOR_SPACE] = _SRGB
    return block.tobytes()


@cache
def srgb_profile() -> bytes:
    """A small sRGB ICC profile (about 600 bytes), the same bytes every time: its creation date is blanked."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes([7, 232, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # ICC dateTimeNumber: 1 January 2024
    return bytes(profile)
