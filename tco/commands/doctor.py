"""`tco doctor`: the parts that this machine has and lacks, with the remedy for each gap."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu) or brew install pango (macOS)"


@dataclass(frozen=True)
class Finding:
    """One part of the machine: whether it is there, its purpose, and the way to get it."""

    part: str
    found: bool
    needed_for: str
    detail: str
    remedy: str
    essential: bool


def examine(form: str) -> int:
    """Print the findings. Returns the exit code: 3 where an essential part is missing, otherwise 0."""
    findings = list(_findings())
    if form == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            mark = "ok     " if finding.found else "MISSING" if finding.essential else "absent "
            click.echo(f"{mark}  {finding.part}: {finding.detail or finding.needed_for}")
            if not finding.found:
                click.echo(f"         for {finding.needed_for}; remedy: {finding.remedy}")
    return 3 if any(finding.essential and not finding.found for finding in findings) else 0


def _findings() -> Iterator[Finding]:
    version = sys.version_info
    yield Finding("Python", version >= (3, 11), "everything", platform.python_version(), "install Python 3.11 or newer", essential=True)
    for package, purpose in (
        ("openpyxl", "the workbook"),
        ("lxml", "identical bytes of the workbook"),
        ("weasyprint", "the PDF"),
        ("ruamel.yaml", "scenario files"),
        ("pandas", "CSV"),
    ):
        yield _package(package, purpose)
    yield _pango()
    yield _cjk()
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Finding(
        "LibreOffice",
        office is not None,
        "the second independent proof of the workbook in `make test`",
        office or "",
        "apt-get install --no-install-recommends libreoffice-calc",
        essential=False,
    )
    yield Finding(
        "formualizer",
        importlib.util.find_spec("formualizer") is not None,
        "`tco audit`: recalculates workbooks independently",
        _version("formualizer"),
        "pip install formualizer",
        essential=False,
    )


def _package(package: str, purpose: str) -> Finding:
    version = _version(package)
    return Finding(package, bool(version), purpose, version, f"pip install {package}", essential=True)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pango() -> Finding:
    """Look for Pango by importing WeasyPrint, which loads it: there is no surer test."""
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as problem:
        return Finding("Pango", found=False, needed_for="the PDF", detail=str(problem).splitlines()[0], remedy=PANGO, essential=True)
    return Finding(
        "Pango", found=True, needed_for="the PDF", detail=f"loaded by WeasyPrint {weasyprint.__version__}", remedy=PANGO, essential=True
    )


def _cjk() -> Finding:
    """Look for a font with Chinese, Japanese and Korean glyphs."""
    tool = shutil.which("fc-list")
    listed = subprocess.run([tool, ":lang=zh"], capture_output=True, text=True, check=False, timeout=20).stdout.strip() if tool else ""  # noqa: S603  (a fixed command)
    families = sorted({line.split(":")[1].split(",")[0].strip() for line in listed.splitlines() if ":" in line})
    return Finding(
        "CJK font",
        bool(families),
        "client and region names in Chinese, Japanese or Korean",
        ", ".join(families[:3]),
        "apt-get install fonts-noto-cjk",
        essential=False,
    )
