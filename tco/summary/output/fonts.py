"""The fonts of the summary: Source Sans from its package, so that a report looks the same everywhere, and the system's for CJK."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tco.errors import MissingPartError

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

TEXT_FAMILY = "Source Sans Pro"
HAN_REGIONS = ("SC", "TC", "HK", "JP", "KR")

# Where systems keep fonts; those that do not exist are passed over.
SYSTEM_FONT_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip


@cache
def font_configuration() -> FontConfiguration:
    """One font configuration for the whole process; without Pango, MissingPartError with the command that brings it.

    The private fontconfig file keeps the user's own preferences out of the report.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="tco-fonts-") as folder:
        file = Path(folder) / "fonts.conf"
        file.write_text(_fontconfig(), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # it prints its own advice when Pango is missing
                from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  late: it needs Pango

            return FontConfiguration()
        except OSError as error:
            raise MissingPartError(
                f"the PDF needs Pango, which this machine lacks ({str(error).splitlines()[0]}). On Debian or Ubuntu: "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; with Homebrew: brew install pango. "
                "The workbook does without: --only xlsx"
            ) from error
        finally:
            # Other programs that we start must see their own fonts.
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def families(language: str, names: str) -> tuple[str, ...]:
    """Font families in the order of preference for a page's language and the names on it."""
    first = _han_region(language.lower().split("-"), names)
    return (TEXT_FAMILY, *(f"Noto Sans CJK {region}" for region in (first, *(other for other in HAN_REGIONS if other != first))))


def _han_region(language: list[str], names: str) -> str:
    """The country whose form of an ideograph is used: by the language where it says, else by kana or hangul, else simplified Chinese."""
    if language[0] == "zh":
        for region, marks in {"HK": {"hk", "mo"}, "TC": {"tw", "hant"}}.items():
            if marks & set(language):
                return region
        return "SC"
    scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in names}
    if language[0] == "ja" or scripts & {"HIRAGANA", "KATAKANA"}:
        return "JP"
    return "KR" if language[0] == "ko" or "HANGUL" in scripts else "SC"


def _fontconfig() -> str:
    import font_source_sans_pro  # noqa: PLC0415  late: it lists its files when imported

    system = (Path(folder).expanduser() for folder in SYSTEM_FONT_FOLDERS)
    folders = [font_source_sans_pro.font_directory, *(str(folder) for folder in system if folder.is_dir())]
    return "".join(
        [
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>',
            *(f"<dir>{escape(folder)}</dir>" for folder in folders),
            '<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir>',
            # The package holds every face twice; only its TrueType files are quick to cut down.
            "<selectfont><rejectfont><glob>*/font_source_sans_pro/*.otf</glob></rejectfont></selectfont>",
            f"<alias><family>sans-serif</family><prefer><family>{TEXT_FAMILY}</family></prefer></alias>",
            # Tabular figures by the font's own settings: asked for in CSS, WeasyPrint 70 loses some memory with every line of text.
            f'<match target="font"><test name="family"><string>{TEXT_FAMILY}</string></test>',
            '<edit name="fontfeatures" mode="append"><string>tnum 1</string></edit></match>',
            "</fontconfig>",
        ]
    )
