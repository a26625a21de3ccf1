"""Chromium without a window, where there is one: a second reader of the summary's HTML."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
REASON = "no Chromium here to look at the HTML with (Debian, Ubuntu: apt-get install chromium)"


@cache
def chromium() -> str | None:
    """The program, if this machine has it."""
    return next((found for found in map(shutil.which, NAMES) if found), None)


def look(page: Path, folder: Path, *flags: str) -> str:
    """Open a page, do what the flags say, and give what the browser complained about (its log, from the page alone)."""
    program = chromium()
    assert program, REASON
    run = subprocess.run(
        [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
            "--disable-component-update", "--no-first-run", f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr",
            "--virtual-time-budget=3000", *flags, page.resolve().as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return "\n".join(line for line in run.stderr.splitlines() if "CONSOLE" in line)
