#!/usr/bin/env bash
# Gives a report's folder an index.html that leads to the report, where it has none.
# usage: scripts/ci/entry-page.sh FOLDER
set -euo pipefail
folder=$1
[[ -e $folder/index.html ]] && exit 0
page=report.html
[[ -e $folder/$page ]] || page=report.pdf
cat > "$folder/index.html" <<HTML
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Report</title>
<meta http-equiv="refresh" content="0; url=$page">
<p><a href="$page">The report</a></p></html>
HTML
