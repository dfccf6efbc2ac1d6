"""What ends the channel until a person has mended something."""

REFUSED = (
    "Telegram đã tắt: mã bot không được chấp nhận, hãy sửa MOTCUA_TELEGRAM_TOKEN rồi chạy lại."
)


class ChannelStopped(Exception):
    """The channel cannot go on; the message says what to do."""
