"""The settings: each has a name, a default and a help text; `docs/settings.md` lists them all."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsInvalid

ROOT = Path(__file__).resolve().parents[1]
# A host as frame-ancestors takes it: with or without scheme and port, *. for its subdomains.
FRAMER = r"(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?"
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
        description="Địa chỉ người dân mở được trang này, để các kênh khác liên kết tới.",
    )
    embed_hosts: str = Field(
        "",
        pattern=rf"(?i)^\s*({FRAMER}(\s+{FRAMER})*)?\s*$",
        description="Các trang được nhúng khung trò chuyện, cách nhau bằng dấu cách.",
    )
    engine_port: Port = Field(5005, description="Cổng của Rasa, chỉ trên máy này.")
    actions_port: Port = Field(5055, description="Cổng trả lời cho Rasa, chỉ trên máy này.")
    engine_timeout: float = Field(
        5.0, gt=0, le=60, description="Số giây chờ Rasa trước khi trả lời an toàn."
    )
    helpdesk_hours: str = Field(
        "07:30-11:30 13:30-17:00",
        description="Giờ có cán bộ trực vào ngày làm việc; để trống là không có bộ phận trực.",
    )
    workers: int = Field(4, ge=1, le=64, description="Số tin nhắn được xử lý cùng lúc.")
    telegram_token: str = Field(
        "", description="Mã bot do @BotFather cấp; để trống thì tắt kênh Telegram."
    )
    telegram_api: str = Field(
        "https://api.telegram.org", description="Máy chủ Bot API, khi dùng máy chủ riêng."
    )
    telegram_mode: Literal["polling", "webhook"] = Field(
        "polling", description="Cách nhận tin: tự hỏi Telegram, hay để Telegram gửi tới."
    )
    zalo_app_id: str = Field("", description="Mã ứng dụng Zalo; để trống thì tắt kênh Zalo.")
    zalo_secret: str = Field("", description="Khóa bí mật của ứng dụng Zalo.")
    zalo_oa_secret: str = Field(
        "", description="Khóa bí mật của OA, để kiểm chữ ký webhook (khác khóa của ứng dụng)."
    )
    zalo_api: str = Field(
        "https://openapi.zalo.me", description="Máy chủ API của Zalo, khi cần thử."
    )
    zalo_oauth: str = Field(
        "https://oauth.zaloapp.com", description="Máy chủ cấp khóa của Zalo, khi cần thử."
    )
    zalo_free_replies: int = Field(
        8, ge=0, description="Số tin miễn phí sau mỗi tin của người dân; 0 là không giới hạn."
    )
    smtp_url: str = Field(
        "",
        pattern=r"^(smtps?(\+plain)?://\S+)?$",
        description="Máy chủ thư để gửi bản tin cho phòng, ban: smtp://tên:mật-khẩu@máy:587.",
    )
    mail_from: str = Field("", description="Địa chỉ người gửi của các thư đó.")
    user_agent: str = Field(
        "motcua-kiem-tra-lien-ket/0.1",
        pattern=r"^[\x20-\x7e]+$",
        description="Tên tự xưng khi kiểm tra liên kết; nên có địa chỉ liên hệ, không dấu.",
    )
    log_level: str = Field(
        "WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Mức ghi nhật ký."
    )
    log_format: str = Field(
        "text", pattern="^(text|json)$", description="Dạng nhật ký: dòng chữ hoặc JSON."
    )
    metrics_token: str = Field(
        "", description="Khóa để đọc /metrics; để trống thì dùng khóa trong metrics.secret."
    )

    oidc_issuer: str = Field(
        "",
        pattern=r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d{1,5})?(/[^\s?#]*)?)?$",
        description="Máy chủ đăng nhập của cơ quan (OpenID Connect); để trống thì không dùng.",
    )
    oidc_client_id: str = Field("", description="Mã ứng dụng mà máy chủ đăng nhập đã cấp.")
    oidc_client_secret: str = Field("", description="Khóa bí mật của ứng dụng đó.")
    oidc_name: str = Field(
        "tài khoản cơ quan", description="Tên trên nút: “Đăng nhập bằng …”, ở trang cán bộ."
    )

    @field_validator("telegram_mode")
    @classmethod
    def _check_mode(cls, mode: str, info: ValidationInfo) -> str:
        """Telegram posts to nothing but TLS; a Bot API server of one's own does."""
        url, api = info.data.get("public_url", ""), info.data.get("telegram_api", "")
        own_server = "api.telegram.org" not in api
        if mode == "webhook" and not url.startswith("http" if own_server else "https://"):
            raise ValueError("webhook cần MOTCUA_PUBLIC_URL là địa chỉ https:// mở được từ ngoài")
        return mode

    @property
    def telegram_webhook(self) -> bool:
        """Whether Telegram posts to us."""
        return bool(self.telegram_token) and self.telegram_mode == "webhook"

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder unless set otherwise."""
        return self.database_url or f"sqlite:///{self.data_dir / 'motcua.db'}"

    @property
    def oidc(self) -> bool:
        """Whether staff may come in through the institution's own log-in."""
        return bool(self.oidc_issuer and self.oidc_client_id and self.oidc_client_secret)

    @property
    def zalo(self) -> bool:
        """Whether the Zalo channel is switched on."""
        return bool(self.zalo_app_id and self.zalo_secret and self.zalo_oa_secret)


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
