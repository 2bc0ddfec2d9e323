"""A folder of XTTS-v2 with a small network of random weights: the real classes, but what it says means nothing."""

from __future__ import annotations

import json
import string
from pathlib import Path


def vocabulary() -> str:
    """vocab.json: a letter a token."""
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[ko]", "[en]"]
    letters = [*string.ascii_lowercase, *string.digits, *".,?!'-"]
    return json.dumps(
        {
            "version": "1.0",
            "added_tokens": [
                {
                    "id": at,
                    "content": name,
                    "special": True,
                    **dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False),
                }
                for at, name in enumerate(special)
            ],
            "pre_tokenizer": {"type": "Whitespace"},
            "model": {
                "type": "BPE",
                "unk_token": "[UNK]",
                "vocab": {name: at for at, name in enumerate([*special, *letters])},
                "merges": [],
            },
        }
    )


def build(folder: Path) -> Path:
    """Write config.json, model.pth (93 MB: the vocoder has no small form) and vocab.json."""
    import torch
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    words = vocabulary()
    (folder / "vocab.json").write_text(words, "utf-8")
    config = XttsConfig(
        model_args=XttsArgs(
            gpt_layers=1,
            gpt_n_model_channels=64,
            gpt_n_heads=2,
            decoder_input_dim=64,
            gpt_max_audio_tokens=30,  # a random network never stops by itself: this is 1.3 s of sound
            gpt_number_text_tokens=len(json.loads(words)["model"]["vocab"]),
            gpt_start_text_token=3,
            gpt_stop_text_token=0,
            gpt_use_perceiver_resampler=True,
        )
    )
    config.save_json(str(folder / "config.json"))
    torch.manual_seed(0)
    network = Xtts(config)
    torch.save({"model": network.state_dict()}, folder / "model.pth")
    return folder
