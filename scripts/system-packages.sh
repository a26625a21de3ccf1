# System packages that tco uses, installed where that needs no password and named where it does.
# Sourced by the Makefile; plain sh.

PANGO="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
OFFICE="libreoffice-calc"
FONTS="fonts-noto-cjk"
GNUMERIC="gnumeric"
NODE="nodejs npm"

# Root, or sudo without a password; empty and false where neither is there.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

install_packages() {
    command -v apt-get >/dev/null || return 1
    as_root apt-get update -qq >/dev/null 2>&1 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

has_library() {
    ldconfig -p 2>/dev/null | grep -q "$1" || [ "$(uname)" = Darwin ]
}

want_pango() {
    has_library libpango-1.0 && has_library libpangoft2-1.0 && has_library libharfbuzz-subset && return 0
    echo "installing Pango for the PDF: $PANGO"
    install_packages $PANGO || echo "Pango is not here and could not be installed: the workbook will be written, the PDF will not. Remedy: sudo apt-get install $PANGO"
    return 0
}

want_office() {
    command -v soffice >/dev/null || command -v libreoffice >/dev/null || {
        echo "installing LibreOffice for the second proof of the workbooks: $OFFICE"
        install_packages $OFFICE || echo "LibreOffice is not here and could not be installed: its proof is skipped, formualizer's still runs. Remedy: sudo apt-get install --no-install-recommends $OFFICE"
    }
    if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh 2>/dev/null)" ]; then
        install_packages $FONTS || echo "No font with Chinese glyphs: the tests of CJK names are skipped. Remedy: sudo apt-get install $FONTS"
    fi
    return 0
}

# $1: the folder with the package.json of the libraries in JavaScript.
want_clients() {
    command -v ssconvert >/dev/null || {
        echo "installing Gnumeric for one more proof of the workbooks: $GNUMERIC"
        install_packages $GNUMERIC || echo "Gnumeric is not here and could not be installed: its proof is skipped. Remedy: sudo apt-get install --no-install-recommends $GNUMERIC"
    }
    command -v npm >/dev/null || install_packages $NODE || echo "npm is not here and could not be installed: ExcelJS and SheetJS are not tried. Remedy: sudo apt-get install --no-install-recommends $NODE"
    if command -v npm >/dev/null; then
        npm install --prefix "$1" --no-audit --no-fund --no-package-lock --silent || echo "npm could not install ExcelJS and SheetJS: they are not tried"
    fi
    return 0
}
