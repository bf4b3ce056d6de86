"""The design system: colours, type, spacing. Every widget takes its looks from here and from nowhere else.

The idea that is not obvious: there is no theme signal. `apply` sets palette and style sheet on the application, Qt sends
every widget a PaletteChange, and paint events read `colors()` afresh. A widget that caches pictures drops them in
`changeEvent` on `QEvent.Type.PaletteChange`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QStaticText
from PySide6.QtWidgets import QAbstractSpinBox, QApplication

from workbench import paths

Mode = Literal["light", "dark"]

# Spacing scale and control sizes, in device-independent pixels.
S1, S2, S3, S4, S5 = 4, 8, 12, 16, 24
CONTROL_HEIGHT, COMPACT_HEIGHT, RADIUS, FOCUS_WIDTH, BOX = 28, 24, 6, 2, 14
# Type sizes in pixels.
CAPTION, BODY, TITLE, EMPTY = 11, 13, 15, 20


@dataclass(frozen=True)
class Colors:
    """Colours by role. Text on `select` is always `text`; all other pairs were checked for contrast."""

    window: QColor
    surface: QColor
    raised: QColor
    border: QColor
    text: QColor
    muted: QColor
    select: QColor
    accent: QColor
    on_accent: QColor
    ok: QColor
    warn: QColor
    bad: QColor
    chip_a: QColor
    chip_b: QColor


def _colors(row: str) -> Colors:
    return Colors(*(QColor(part) for part in row.split()))


_MODES: dict[str, Colors] = {
    "light": _colors("#F6F6F4 #FFFFFF #EFEFEC #D9D9D4 #1D1E20 #5C5F66 #C9DAFF #2F5BD0 #FFFFFF #1A784A #8A5A00 #B3261E #E4ECFA #F3EBDD"),
    "dark": _colors("#17181B #1F2125 #2A2D33 #3A3E46 #E9EAEC #A4A9B3 #2F4A80 #8FB0FF #10131A #6FCF97 #E3B341 #FF8A80 #26344D #3B3424"),
}
_mode: Mode = "light"


def colors() -> Colors:
    """The colours in force."""
    return _MODES[_mode]


def mode() -> Mode:
    """`light` or `dark`, as it is shown now."""
    return _mode


def system_mode() -> Mode:
    """What the desktop asks for."""
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, wanted: Mode | Literal["system"]) -> None:
    """Dress the whole application. Safe to call again at any time."""
    global _mode
    _mode = system_mode() if wanted == "system" else wanted
    _font.cache_clear()
    laid_out.cache_clear()
    app.setStyle("Fusion")
    app.setFont(sans())
    app.setPalette(_palette(colors()))
    app.setStyleSheet(_style_sheet(colors()))


def sans(pixels: int = BODY, *, bold: bool = False) -> QFont:
    """The interface's font: the system's own, with tabular figures."""
    return QFont(_font(QFontDatabase.SystemFont.GeneralFont, pixels, bold))


def mono(pixels: int = BODY, *, bold: bool = False) -> QFont:
    """The font of tokens, ids and numbers."""
    return QFont(_font(QFontDatabase.SystemFont.FixedFont, pixels, bold))


@functools.cache
def _font(kind: QFontDatabase.SystemFont, pixels: int, bold: bool) -> QFont:
    """One of the system's, found once: pictures that are drawn anew many times a second ask for the same ones."""
    font = QFontDatabase.systemFont(kind)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@functools.lru_cache(maxsize=2048)
def laid_out(words: str, pixels: int = CAPTION, *, bold: bool = False) -> QStaticText:
    """Words in the interface's font, for pictures that are drawn anew many times a second: laying out takes longer than drawing.
    The painter is to have the same font."""
    text = QStaticText(words)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=sans(pixels, bold=bold))
    return text


def _palette(c: Colors) -> QPalette:
    p = QPalette()
    role = QPalette.ColorRole
    table = {
        role.Window: c.window, role.WindowText: c.text, role.Base: c.surface, role.AlternateBase: c.raised, role.Text: c.text,
        role.Button: c.raised, role.ButtonText: c.text, role.BrightText: c.bad, role.Highlight: c.select,
        role.HighlightedText: c.text, role.Link: c.accent, role.LinkVisited: c.accent, role.ToolTipBase: c.raised,
        role.ToolTipText: c.text, role.PlaceholderText: c.muted, role.Mid: c.border, role.Midlight: c.border,
        role.Dark: c.border, role.Light: c.surface, role.Shadow: c.border, role.Accent: c.accent,
    }  # fmt: skip
    for one, color in table.items():
        p.setColor(one, color)
    for one in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, one, c.muted)
    return p


def _style_sheet(c: Colors) -> str:
    names = {field.name: getattr(c, field.name).name() for field in fields(c)}
    return _SHEET.format(
        **names,
        radius=RADIUS,
        control=CONTROL_HEIGHT,
        s1=S1,
        s2=S2,
        s3=S3,
        s4=S4,
        focus=FOCUS_WIDTH,
        caption=CAPTION,
        title=TITLE,
        box=BOX,
        inner=BOX - 2 * (FOCUS_WIDTH - 1),
        arrow=_icon("arrow"),
        check=_icon("check"),
    )


def _icon(name: str) -> str:
    """The file of an icon in the theme's own colours."""
    return (paths.resources() / "icons" / f"{name}-{_mode}.svg").as_posix()


_SHEET = """
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: {s1}px; }}
QPushButton, QToolButton, QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{
  min-height: {control}px; max-height: {control}px; border: 1px solid {border}; border-radius: {radius}px;
  padding: 0 {s2}px; background: {surface}; color: {text}; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus, QPlainTextEdit:focus,
QAbstractItemView:focus {{ border: {focus}px solid {accent}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QAbstractSpinBox {{ padding: 0 0 0 {s1}px; }}
QAbstractSpinBox QLineEdit {{ min-height: 0; border: none; padding: 0; background: transparent; }}
QComboBox::drop-down {{ width: {s4}px; border: none; padding-right: {s1}px; }}
QComboBox::down-arrow, QToolButton::menu-indicator {{ image: url({arrow}); width: 10px; height: 10px; }}
QToolButton[popupMode="2"] {{ padding-right: {s4}px; }}
QToolButton::menu-indicator {{ subcontrol-position: center right; subcontrol-origin: padding; right: 3px; }}
QPushButton:hover, QToolButton:hover {{ background: {raised}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; background: {window}; }}
QComboBox:disabled, QLineEdit:disabled, QPlainTextEdit:disabled, QToolButton:checked:disabled {{ color: {muted}; background: {window};
  border-color: {border}; }}
QPushButton[primary="true"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[primary="true"]:disabled {{ background: {raised}; color: {muted}; border-color: {border}; }}
QPlainTextEdit, QAbstractItemView {{ border: 1px solid {border}; border-radius: {radius}px; background: {surface}; color: {text}; }}
QAbstractScrollArea[view="true"] {{ border: 1px solid {border}; background: {surface}; }}
QAbstractScrollArea[view="true"]:focus {{ border-color: {accent}; }}
QToolButton[flat="true"] {{ border: none; background: transparent; color: {muted}; padding: 0; min-width: {s4}px; }}
QToolButton[flat="true"]:hover, QToolButton[flat="true"]:focus {{ color: {accent}; }}
QToolButton[faint="true"] {{ color: {muted}; font-style: italic; }}
QToolButton:checked {{ background: {select}; color: {text}; border-color: {accent}; font-weight: 600; }}
QLineEdit[invalid="true"] {{ border: {focus}px solid {bad}; }}
QToolButton[fold="true"] {{ border: none; background: transparent; font-weight: 600; padding: 0 {s1}px 0 0; text-align: left; }}
QToolButton[fold="true"]:checked {{ background: transparent; }}
QToolButton[fold="true"]:hover, QToolButton[fold="true"]:focus {{ color: {accent}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="changed"] {{ color: {accent}; font-size: {caption}px; }}
QCheckBox {{ spacing: {s2}px; }}
QCheckBox::indicator {{ width: {box}px; height: {box}px; border: 1px solid {muted}; border-radius: {s1}px; background: {surface}; }}
QCheckBox::indicator:hover {{ border-color: {text}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QCheckBox::indicator:focus {{ width: {inner}px; height: {inner}px; border: {focus}px solid {accent}; }}
QCheckBox::indicator:checked:focus {{ border-color: {text}; }}
QCheckBox::indicator:disabled {{ background: {raised}; }}
QCheckBox::indicator:checked:disabled {{ background: {muted}; border-color: {muted}; }}
QCheckBox:disabled {{ color: {muted}; }}
QLabel[role="caption"] {{ color: {muted}; font-size: {caption}px; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 600; }}
QHeaderView::section {{ background: {raised}; color: {muted}; border: none; border-bottom: 1px solid {border}; padding: {s1}px {s2}px; }}
QProgressBar {{ border: 1px solid {border}; border-radius: {radius}px; background: {surface}; text-align: center; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {radius}px; }}
QMenuBar {{ background: {window}; color: {text}; }}
QMenuBar::item {{ padding: {s1}px {s2}px; border-radius: {s1}px; background: transparent; }}
QMenuBar::item:selected {{ background: {select}; }}
QTabBar {{ background: {window}; }}
QTabBar::tab {{ background: transparent; color: {muted}; border: none; border-bottom: {focus}px solid transparent;
  padding: {s1}px {s4}px; margin-right: {s1}px; min-height: {control}px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; font-weight: 600; }}
QMainWindow::separator {{ background: {window}; width: {s2}px; height: {s2}px; }}
QMainWindow::separator:hover {{ background: {border}; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {border}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTreeView {{ background: transparent; border: none; }}
QTreeView[framed="true"] {{ background: {surface}; border: 1px solid {border}; }}
QTreeView::item, QListView::item {{ padding: 3px {s1}px; border-radius: {s1}px; color: {text}; }}
QTreeView::item:hover, QListView::item:hover {{ background: {raised}; }}
QTreeView::item:selected, QListView::item:selected {{ background: {select}; color: {text}; }}
QStatusBar {{ background: {window}; }}
QStatusBar::item {{ border: none; }}
QFrame#card {{ background: {surface}; border: 1px solid {border}; border-radius: {radius}px; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: {s1}px; }}
QMenu::item {{ padding: {s1}px {s3}px; border-radius: {s1}px; }}
QMenu::item:selected {{ background: {select}; color: {text}; }}
"""


def pad(spin: QAbstractSpinBox) -> None:
    """Keep a number away from its box's border: style sheets leave the line edit inside a spin box no padding."""
    spin.lineEdit().setTextMargins(S1, 0, 0, 0)
