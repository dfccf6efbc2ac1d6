"""The settings: each has a name, a default and a help text; `docs/settings.md` lists them all."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsInvalid

ROOT = Path(__file__).resolve().parents[1]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Read from environment variables ``MOTCUA_…`` and the file ``.env`` at the root."""

    model_config = SettingsConfigDict(
        env_prefix="MOTCUA_", env_file=ROOT / ".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(ROOT / "var", description="Nơi giữ cơ sở dữ liệu, khóa và nhật ký.")
    database_url: str = Field(
        "", description="Địa chỉ cơ sở dữ liệu; để trống thì dùng SQLite trong MOTCUA_DATA_DIR."
    )
    catalogue_dir: Path = Field(ROOT / "procedures", description="Thư mục danh mục thủ tục.")
    embeddings: str = Field(
        "", description="Thư mục mô hình ngữ nghĩa (tùy chọn); để trống thì không dùng."
    )
    models_dir: Path = Field(ROOT / "models", description="Thư mục mô hình đã huấn luyện.")
    province: str = Field(
        "toan-quoc", description="Tên tệp trong provinces/, cho biết đường dây nóng và bộ phận."
    )
    web_host: str = Field(
        "127.0.0.1", description="Địa chỉ trang trò chuyện lắng nghe; mặc định chỉ máy này."
    )
    web_port: Port = Field(8080, description="Cổng của trang trò chuyện.")
    web_pace: int = Field(
        30, ge=0, description="Số tin nhắn mỗi phút một người được gửi; 0 là không giới hạn."
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+/?)?$",
        description="Địa chỉ người dân mở được trang này, để liên kết từ Telegram và dòng lệnh.",
    )
    engine_port: Port = Field(5005, description="Cổng của Rasa, chỉ trên máy này.")
    actions_port: Port = Field(5055, description="Cổng trả lời cho Rasa, chỉ trên máy này.")
    engine_timeout: float = Field(
        5.0, gt=0, le=60, description="Số giây chờ Rasa trước khi trả lời an toàn."
    )
    workers: int = Field(4, ge=1, le=64, description="Số tin nhắn được xử lý cùng lúc.")
    telegram_token: str = Field(
        "", description="Mã bot do @BotFather cấp; để trống thì tắt kênh Telegram."
    )
    telegram_api: str = Field(
        "https://api.telegram.org", description="Máy chủ Bot API, khi dùng máy chủ riêng."
    )
    user_agent: str = Field(
        "motcua-kiem-tra-lien-ket/0.1",
        pattern=r"^[\x20-\x7e]+$",
        description="Tên tự xưng khi kiểm tra liên kết; nên có địa chỉ liên hệ, không dấu.",
    )
    log_level: str = Field(
        "WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Mức ghi nhật ký."
    )

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder unless set otherwise."""
        return self.database_url or f"sqlite:///{self.data_dir / 'motcua.db'}"


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: naming each variable that cannot be used, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"MOTCUA_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsInvalid(
            "Cài đặt chưa đúng, hãy sửa trong .env: " + "; ".join(lines)
        ) from None
