"""What the terminal says when the app is up: the addresses that open it, and from where the camera works."""

from __future__ import annotations

from metajob.certificate import lan_addresses

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")
_WARNING = (
    "처음 열 때 브라우저가 ‘연결이 비공개로 설정되어 있지 않다’고 알려요. 이 컴퓨터가 직접 만든 인증서라서 그래요. "
    "‘고급’을 누르고 계속 진행하면 돼요."
)


def addresses(host: str, port: int, https: bool) -> list[str]:
    """Where the app answers when it listens on `host`; this computer's own first, then the network's."""
    scheme = "https" if https else "http"
    if host in LOOPBACK:
        hosts = ["127.0.0.1" if host == "127.0.0.1" else host]
    elif host in EVERYWHERE:
        hosts = ["localhost", *(one for one in lan_addresses() if host == "::" or ":" not in one)]
    else:
        hosts = [host]
    return [f"{scheme}://{f'[{one}]' if ':' in one else one}:{port}" for one in hosts]


def announcement(host: str, port: int, https: bool, asked_share: bool, share: str | None) -> str:
    """The lines for the terminal, in Korean. share: the public address that came of `--share`, if one did."""
    opened = addresses(host, port, https)
    lines = ["META-JOB이 켜졌어요. 브라우저에서 열어 주세요:", *(f"  {one}" for one in opened)]
    if share:
        lines += [f"  {share}", "마지막 주소는 누구나 열 수 있어요. 앱을 끄면 함께 닫혀요."]
    if https:
        lines += [_WARNING]
    if asked_share and not share:
        lines += [
            "공개 주소는 만들지 못했어요. 인터넷이나 방화벽을 확인해 주세요. 지금 주소로는 그대로 쓸 수 있어요.",
            "같은 네트워크의 다른 기기에서 열려면 --share 대신 --https로 켜 주세요.",
        ]
    elif not https and not share and host not in LOOPBACK:
        lines += ["다른 기기에서는 브라우저가 카메라를 막아요. 카메라까지 쓰려면 --https로 켜 주세요."]
    lines += ["끄려면 Ctrl+C를 누르세요."]
    return "\n" + "".join(f"  {line}\n" for line in lines) + "\n"
