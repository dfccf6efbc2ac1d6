#!/bin/sh
# Installs both environments from their lock files: .venv (the app) and engine/.venv (Rasa).
# Needs Python 3.11 and a network the first time; does nothing when all is in place.
set -eu
cd "$(dirname "$0")/.."

fail() { printf '\n✗ %s\n' "$1" >&2; exit 1; }

need_space() { # need_space MB
  [ "$(df -Pm . | awk 'NR == 2 { print $4 }')" -ge "$1" ] ||
    fail "Ổ đĩa còn dưới $1 MB. Hãy xóa bớt tệp không cần rồi chạy lại."
}

find_uv() {
  if command -v uv; then return; fi
  if [ ! -x .uv/bin/uv ]; then
    command -v python3 >/dev/null || fail "Máy chưa có Python. Hãy cài: sudo apt install python3.11 python3.11-venv"
    echo "Đang cài uv vào thư mục .uv …" >&2
    python3 -m venv .uv >&2 || fail "Python thiếu phần venv. Hãy cài: sudo apt install python3-venv"
    .uv/bin/pip install --quiet --disable-pip-version-check uv >&2 ||
      fail "Không tải được uv. Hãy kiểm tra mạng rồi chạy lại."
  fi
  echo .uv/bin/uv
}

# install DIR LOCK WHAT: bring DIR to exactly what LOCK says.
install() {
  stamp="$1/.installed"
  wanted="$(cat "$2" pyproject.toml | cksum)"
  if [ -x "$1/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
  need_space 3000
  echo "Đang cài $3 (lần đầu mất vài phút) …"
  if [ ! -x "$1/bin/python" ]; then
    rm -rf "$1" # what an interrupted or removed Python left
    "$uv" venv --quiet --python 3.11 "$1" ||
      fail "Không tìm thấy Python 3.11. Hãy cài: sudo apt install python3.11 python3.11-venv"
  fi
  # Compiled once here, or every start of a program would compile all it imports again.
  "$uv" pip sync --quiet --compile-bytecode --python "$1/bin/python" "$2" ||
    fail "Không cài được $3. Hãy kiểm tra mạng và chỗ trống trên đĩa rồi chạy lại."
  if [ "$1" = .venv ]; then
    "$uv" pip install --quiet --python "$1/bin/python" --no-deps --editable . ||
      fail "Không cài được lệnh motcua. Hãy kiểm tra mạng rồi chạy lại."
  fi
  printf '%s' "$wanted" >"$stamp"
}

uv="$(find_uv)"
install .venv requirements.lock "phần ứng dụng"
install engine/.venv engine/requirements.lock "Rasa"
