"""One Settings object, read from METAJOB_* environment variables and a .env file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from metajob.errors import UserError


class Settings(BaseSettings):
    """Every field is set as METAJOB_<NAME>; docs/settings.md tells the user. Defaults need no key or GPU."""

    model_config = SettingsConfigDict(
        env_prefix="METAJOB_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("meta-job"),
        description="Model files and drawn suits. Safe to delete; it is filled again.",
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("meta-job"),
        description="What the user or operator puts in or keeps: own weights, own templates, the database.",
    )
    offline: bool = Field(default=False, description="Never download a model file; use what is there.")
    threads: int = Field(default=2, ge=1, le=64, description="CPU threads for one piece of heavy work.")
    workers: int = Field(default=2, ge=1, le=32, description="Pieces of heavy work that may run at once.")
    queue: int = Field(default=8, ge=0, le=200, description="Pieces of heavy work that may wait.")
    interviews: int = Field(
        default=8, ge=1, le=100, description="Mock interviews that may run at once; further visitors wait."
    )
    interview_video: Literal["drawn", "videoretalking", "musetalk"] = Field(
        default="drawn", description="Who shows the questions of a mock interview; the drawn one steps in."
    )
    max_upload_mb: int = Field(default=30, ge=1, le=500, description="Largest file a visitor may upload.")
    max_megapixels: int = Field(
        default=64, ge=1, le=89, description="Largest picture that is decoded. Pillow's own guard is at 89."
    )

    warm: bool = Field(
        default=True, description="Prepare models, matting, suits and the review engine when the app starts."
    )

    llm_base_url: str = Field(
        default="https://api.openai.com/v1", description="An OpenAI-compatible address, with its /v1."
    )
    llm_api_key: SecretStr | None = Field(default=None, description="Key of that address; may stay empty.")
    llm_model: str | None = Field(default=None, description="Model name. Empty: no model is connected.")
    llm_timeout: float = Field(default=90.0, ge=1, le=1800, description="Seconds one answer may take.")
    llm_retries: int = Field(
        default=2, ge=0, le=10, description="Further tries after 429, 5xx, no connection."
    )
    llm_max_tokens: int = Field(default=3000, ge=64, le=200_000, description="Longest answer in tokens.")
    llm_price_in: float | None = Field(default=None, ge=0, description="Won per million tokens sent.")
    llm_price_out: float | None = Field(default=None, ge=0, description="Won per million tokens answered.")
    llm_allow_private: bool = Field(
        default=False,
        description="A visitor of a shared app may type an address inside the operator's network.",
    )

    speech_base_url: str | None = Field(
        default=None, description="An OpenAI-compatible address with /v1/audio/speech. Empty: none."
    )
    speech_api_key: SecretStr | None = Field(default=None, description="Key of that address; may stay empty.")
    speech_model: str = Field(default="gpt-4o-mini-tts", description="Model that speaks there.")
    speech_voice: str = Field(default="alloy", description="Voice that speaks there.")
    transcribe_base_url: str | None = Field(
        default=None, description="An OpenAI-compatible address with /v1/audio/transcriptions. Empty: none."
    )
    transcribe_api_key: SecretStr | None = Field(
        default=None, description="Key of that address; may stay empty."
    )
    transcribe_model: str = Field(default="whisper-1", description="Model that writes down there.")
    whisper_dir: Path | None = Field(
        default=None, description="Folder of another faster-whisper model. Empty: base, from the cache."
    )
    whisper_pt: Path | None = Field(
        default=None, description="File of an openai-whisper model (.pt). Empty: that engine is not offered."
    )
    xtts_dir: Path | None = Field(
        default=None, description="Folder of XTTS-v2: config.json, model.pth, vocab.json."
    )
    videoretalking_dir: Path | None = Field(default=None, description="Checkout of VideoReTalking.")
    videoretalking_python: Path | None = Field(default=None, description="Python of its environment.")
    musetalk_dir: Path | None = Field(default=None, description="Checkout of MuseTalk 1.5.")
    musetalk_python: Path | None = Field(default=None, description="Python of its environment.")

    specs_demo: bool = Field(
        default=False,
        description="Show generated people instead of the real rows in the specs tab; each is marked as an example.",
    )
    specs_sharing: bool = Field(
        default=True, description="Hired people may add their spec in the specs tab, anonymously."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="sqlite:///folder/file.db or mysql+pymysql://user:password@host/name. Empty: meta-job.db.",
    )

    @field_validator(
        *("cache_dir", "data_dir", "whisper_dir", "whisper_pt", "xtts_dir"),
        *("videoretalking_dir", "videoretalking_python", "musetalk_dir", "musetalk_python"),
    )
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        """A leading ~ means the home folder; a relative path does not follow a later change of folder."""
        try:
            return value and value.expanduser().absolute()
        except RuntimeError as error:  # ~name of a user who does not exist
            raise ValueError(str(error)) from error

    @property
    def models_dir(self) -> Path:
        """Folder of model files that `metajob.weights` fetches and verifies."""
        return self.cache_dir / "models"

    @property
    def user_photo_models_dir(self) -> Path:
        """Folder where the user puts inswapper_128.onnx, buffalo_l/ and GFPGANv1.4.pth."""
        return self.data_dir / "models" / "photo"

    @property
    def interviewer_videos_dir(self) -> Path:
        """Folder where the operator puts hr.mp4, lead.mp4, exec.mp4: faces for the external video engines."""
        return self.data_dir / "interviewers"

    @property
    def user_templates_dir(self) -> Path:
        """Folder of the user's own template photos with a face, for the face-swap engine."""
        return self.data_dir / "templates"


@cache
def settings() -> Settings:
    """The process-wide settings, read once. Tests call `settings.cache_clear()` when they change them.

    Raises UserError that names each variable whose value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"METAJOB_{str(item['loc'][0]).upper()}={item['input']}" for item in error.errors()]
        raise UserError(
            f"설정 값을 읽을 수 없어요: {', '.join(wrong)}.",
            "환경 변수나 .env 파일의 값을 고쳐 주세요. 쓸 수 있는 값은 docs/settings.md에 있어요.",
        ) from error
    except (UnicodeDecodeError, OSError) as error:
        raise UserError(
            ".env 파일을 읽을 수 없어요.", "UTF-8로 저장했는지, 읽을 권한이 있는지 확인해 주세요."
        ) from error


def shown(path: Path) -> str:
    """A path for a sentence on the screen: the home folder is ~, so that a visitor does not read whose it is."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # somewhere else, or there is no home
        return str(path)
