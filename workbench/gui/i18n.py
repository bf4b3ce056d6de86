"""Languages: English in the source, Korean in resources, switched while the window is open.

Qt asks the installed translators for every string and sends a LanguageChange to every widget when they change, so
switching needs no restart as long as widgets set their strings in `retranslate`. Errors are translated as templates, by
code, before their values are filled in.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from workbench import paths
from workbench.errors import CATALOGUE, T, WorkbenchError

Language = Literal["en", "ko", "system"]
LANGUAGES = ("en", "ko")

_installed: list[QTranslator] = []
_language = "en"


def language() -> str:
    """The language in force: `en` or `ko`."""
    return _language


def use(wanted: Language) -> None:
    """Show the whole application in a language; `system`: the desktop's if we speak it, else English."""
    global _language
    chosen = QLocale.system().name()[:2] if wanted == "system" else wanted
    _language = chosen if chosen in LANGUAGES else "en"
    QLocale.setDefault(QLocale(_language))
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    if _language == "en":
        return
    ours = str(paths.resources() / "translations")
    for name, folder in (("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), ("workbench", ours)):
        translator = QTranslator()
        if translator.load(f"{name}_{_language}", folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)


def error_parts(error: WorkbenchError) -> T:
    """What, why and remedy of an error in the language in force."""
    template = CATALOGUE[error.code]
    return error.parts(T(*(QCoreApplication.translate("errors", part) if part else "" for part in template)))
