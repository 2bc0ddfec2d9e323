"""Stands in for MuseTalk 1.5's scripts/realtime_inference.py: the same command line, folders and questions."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import acting

parser = argparse.ArgumentParser()
parser.add_argument("--version", default="v15", choices=["v1", "v15"])
parser.add_argument("--unet_config")
parser.add_argument("--unet_model_path")
parser.add_argument("--inference_config", required=True)
parser.add_argument("--fps", type=int, default=25)
parser.add_argument("--batch_size", type=int, default=20)
args = parser.parse_args()

kind = acting.mode()
orders = json.loads(Path(args.inference_config).read_text())
for name, order in orders.items():
    avatar = Path("results") / args.version / "avatars" / name
    if order["preparation"]:
        if avatar.exists():
            acting.misbehave("ask")
        for folder in ("full_imgs", "vid_output", "mask"):
            (avatar / folder).mkdir(parents=True)
        (avatar / "avator_info.json").write_text(json.dumps(order))
        if kind == "half":
            os._exit(1)
        for file in ("mask_coords.pkl", "coords.pkl", "latents.pt"):
            (avatar / file).touch()
    elif not (avatar / "latents.pt").exists():
        sys.exit()
    acting.misbehave(kind)
    for key, sound in order["audio_clips"].items():
        if any((avatar / "tmp").glob("*.png")):
            raise ValueError("frames of another clip")
        (avatar / "tmp").mkdir(exist_ok=True)
        (avatar / "tmp" / "00000000.png").touch()
        acting.say("Total: 100%|##| 3/3 [00:01<00:00]", end="\r")
        made = avatar / "vid_output" / f"{key}.mp4"
        acting.film(order["video_path"], acting.seconds_of(sound), made, kind)
        if kind == "left":
            os._exit(1)
        (avatar / "tmp" / "00000000.png").unlink()
acting.note(kind=kind, order=orders)
