"""The public endpoint through `gradio_client`, as a program would call it."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from gradio_client import Client, handle_file
from numpy.typing import NDArray
from PIL import Image

from metajob.faces import detect


@pytest.fixture
def client(server: str) -> Iterator[Client]:
    client = Client(server, verbose=False)
    yield client
    client.close()


def written(folder: Path, rgb: NDArray[np.uint8]) -> str:
    path = folder / "me.png"
    cv2.imwrite(str(path), rgb[:, :, ::-1])
    return str(path)


def in_temp() -> list[Path]:
    """Files in Gradio's folder, its own start-up files aside."""
    return [path for path in Path(os.environ["GRADIO_TEMP_DIR"]).rglob("*") if path.is_file()]


def test_a_photo_goes_in_and_a_suit_photo_comes_out(
    client: Client, astronaut: NDArray[np.uint8], tmp_path: Path
):
    photo = handle_file(written(tmp_path, astronaut))
    plain = Image.open(client.predict(photo, api_name="/suit_photo"))
    assert (plain.format, plain.size, plain.info["dpi"]) == ("JPEG", (413, 531), (300, 300))
    face = detect(np.asarray(plain.convert("RGB")))[0]
    assert abs((face.box[0] + face.box[2]) / 2 - 413 / 2) < 0.03 * 413
    red = Image.open(
        client.predict(
            photo, template="m1_navy_stripe", size="3x4", background="#0000ff", format="png", cloth="#b01818",
            api_name="/suit_photo",
        )
    )  # fmt: skip
    assert (red.format, red.size) == ("PNG", (354, 472))
    pixels = np.asarray(red.convert("RGB")).astype(int)
    assert pixels[4, 4, 2] - pixels[4, 4, 0] > 150  # blue behind
    assert pixels[440, 40, 0] - pixels[440, 40, 2] > 40  # red jacket


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "사진"),
        (b"%PDF-1.4 not a photo", "사진"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "사진"),
    ],
)
def test_what_is_no_photo_gets_a_korean_sentence(client: Client, content: bytes, said: str, tmp_path: Path):
    path = tmp_path / "me.jpg"
    path.write_bytes(content)
    with pytest.raises(Exception, match=said) as caught:
        client.predict(handle_file(str(path)), api_name="/suit_photo")
    assert "Traceback" not in str(caught.value) and str(tmp_path) not in str(caught.value)


def test_a_photo_without_a_face_is_refused_with_the_reason(client: Client, tmp_path: Path):
    noise = np.random.default_rng(1).integers(0, 255, (600, 600, 3), np.uint8)
    with pytest.raises(Exception, match="얼굴"):
        client.predict(handle_file(written(tmp_path, noise)), api_name="/suit_photo")


@pytest.mark.parametrize(
    "wrong", [{"size": "9x99cm"}, {"template": "x"}, {"background": "red"}, {"format": "exe"}]
)
def test_wrong_values_are_explained(
    client: Client, astronaut: NDArray[np.uint8], tmp_path: Path, wrong: dict[str, str]
):
    with pytest.raises(Exception, match=r"[가-힣]"):
        client.predict(handle_file(written(tmp_path, astronaut)), **wrong, api_name="/suit_photo")


def test_a_path_on_the_server_is_not_a_photo(server: str, astronaut: NDArray[np.uint8], tmp_path: Path):
    mine = written(tmp_path, astronaut)
    stolen = {"path": mine, "meta": {"_type": "gradio.FileData"}}
    values = [stolen, "m1_navy_stripe", "3.5x4.5", "#ffffff", "jpg", "", "", ""]
    event = httpx.post(f"{server}/gradio_api/call/suit_photo", json={"data": values}, timeout=30).json()[
        "event_id"
    ]
    answer = httpx.get(f"{server}/gradio_api/call/suit_photo/{event}", timeout=60).text
    assert "event: error" in answer
    assert Path(mine).exists()


def test_nothing_is_left_when_the_program_has_gone(server: str, astronaut: NDArray[np.uint8], tmp_path: Path):
    before = set(in_temp())
    client = Client(server, verbose=False)
    out = client.predict(handle_file(written(tmp_path, astronaut)), api_name="/suit_photo")
    assert Image.open(io.BytesIO(Path(out).read_bytes())).size == (413, 531)
    server_side = {path for path in set(in_temp()) - before if path != Path(out)}
    assert [path.suffix for path in server_side] == [".jpg"], (
        "the upload is gone, the result waits to be fetched"
    )
    client.close()
    end = time.monotonic() + 20
    while time.monotonic() < end and any(path.exists() for path in server_side):
        time.sleep(0.2)
    assert [path for path in server_side if path.exists()] == []
