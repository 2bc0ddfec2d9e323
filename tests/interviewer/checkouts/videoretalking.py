"""Stands in for VideoReTalking's inference.py: the same command line, steps, temporary files and habits."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import acting

parser = argparse.ArgumentParser()
parser.add_argument("--LNet_path", default="checkpoints/LNet.pth")
parser.add_argument("--face", required=True)
parser.add_argument("--audio", required=True)
parser.add_argument("--outfile")
parser.add_argument("--tmp_dir", default="temp")
parser.add_argument("--face_det_batch_size", type=int, default=4)
parser.add_argument("--LNet_batch_size", type=int, default=16)
args = parser.parse_args()

kind = acting.mode()
(Path("temp") / args.tmp_dir).mkdir(parents=True, exist_ok=True)
if args.face.split(".")[1] in ["jpg", "png", "jpeg"] or args.face.split(".")[1] != "mp4":
    raise ValueError("--face is taken for something else")
for step, what in enumerate(
    ("Number of frames", "Landmarks", "3DMM", "Stabilize", "Load audio", "Reference")
):
    acting.say(f"[Step {step}] {what}")
    if step == 1:
        saved = Path("temp") / (args.face.split("/")[-1] + "_landmarks.txt")
        acting.say("Using saved landmarks." if saved.exists() else "Extraction")
        saved.touch()
    if kind == "slow":
        time.sleep(0.15)
acting.misbehave(kind)
for part in range(1, 5):
    acting.say(f"[Step 6] Lip Synthesis: {25 * part}%|##| {part}/4 [00:01<00:01]", end="\r")
    if kind == "slow":
        time.sleep(0.15)
(Path("temp") / args.tmp_dir / "result.mp4").touch()
acting.film(args.face, acting.seconds_of(args.audio), Path(args.outfile), kind)
acting.note(kind=kind)
