#!/bin/sh
# Prints a page of a running Một Cửa as a citizen would, and makes a picture of its first sheet:
#   sh scripts/page_picture.sh http://127.0.0.1:8080/thu-tuc/1.001193 docs/images/khai-sinh
# Needs chromium, and pdftoppm of Debian's package poppler-utils. Set MOTCUA_PUBLIC_URL for the run:
# it is where the code to scan leads.
set -eu
page="$1" out="$2"

chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
  --print-to-pdf="$out.pdf" "$page" 2>/dev/null
pdftoppm -png -r 90 -f 1 -l 1 -singlefile -gray "$out.pdf" "$out"
ls -l "$out.pdf" "$out.png"
