"""How a report looks on A4: the page's ink on white, numbered pages, in letters that every machine with DejaVu has."""

from __future__ import annotations

from ventra.core.texts import Language, say
from ventra.reports.report_texts import REPORT_TEXTS

STYLE = """
* { box-sizing: border-box; margin: 0; padding: 0 }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1c2224; font: 9pt/1.4 "DejaVu Sans", "Noto Sans", sans-serif }
h1, h2, h3, .brand { font-family: "DejaVu Serif", "Noto Serif", serif; font-weight: 700 }
.soft { color: #5a615e } .small { font-size: 7.5pt }
.head { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 2px solid #0f5f63;
  padding-bottom: 5pt }
.brand { font-size: 14pt; letter-spacing: 0.14em; color: #0f5f63 }
.warn { background: #f6e7c6; color: #8a5606; border-radius: 5pt; padding: 4pt 8pt; font-weight: 700; margin-top: 7pt }
.title { margin: 16pt 0 10pt }
h1 { font-size: 21pt; line-height: 1.2; overflow-wrap: anywhere; margin: 2pt 0 5pt }
h1.long { font-size: 15pt }
.tiles { display: grid; grid-template-columns: 1fr 1fr; border: 1px solid #ded6c5; border-radius: 8pt; background: #fefcf7 }
.tile { padding: 8pt 10pt; border-bottom: 1px solid #ded6c5; min-width: 0 }
.tile:nth-child(odd) { border-right: 1px solid #ded6c5 }
.tile:nth-last-child(-n+2) { border-bottom: 0 }
.tile h3 { font: 700 7.5pt "DejaVu Sans", "Noto Sans", sans-serif; color: #5a615e }
.tile b { font-size: 16pt; white-space: nowrap } .tile svg { width: 9pt; height: 9pt; margin-right: 4pt }
section { margin-top: 14pt } .note { break-after: avoid }
h2 { font-size: 12pt; margin-bottom: 3pt; break-after: avoid }
table { width: 100%; border-collapse: collapse; font-size: 8pt; margin-top: 4pt }
th { text-align: left; color: #5a615e; font-weight: 400; border-bottom: 1px solid #b9af9a; padding: 2pt 4pt;
  vertical-align: bottom }
td { padding: 3pt 4pt; border-bottom: 1px solid #e8e2d5; vertical-align: top }
tr { break-inside: avoid } thead { display: table-header-group }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.n svg.mark { width: 6.5pt; height: 6.5pt; margin-right: 2pt }
.n small { color: #5a615e; font-size: 7pt }
td.what { overflow-wrap: anywhere }
td.what div { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
td.drawn { width: 18%; vertical-align: middle }
.bar-line { display: block; width: 100%; height: 9pt }
.bar-line .fill { fill: #0f5f63; opacity: 0.4 } .bar-line .reach { stroke: #0f5f63; stroke-width: 1.6 }
.bar-line .edge { stroke: #0f5f63; stroke-width: 2.6 }
.keep { break-inside: avoid }
.chart { width: 100%; fill: #5a615e; background: #fefcf7; border: 1px solid #ded6c5; border-radius: 8pt }
.rule { stroke: #ded6c5 } .tick { stroke: #b9af9a; stroke-width: 2 }
.hatch { stroke: #b9af9a; fill: none; opacity: 0.7 }
.bar { fill: #0f5f63; opacity: 0.34 } .band { fill: #0f5f63; opacity: 0.3 }
.top { stroke: #0f5f63; stroke-width: 3 } .unsure { stroke-dasharray: 5 3 }
.halo { paint-order: stroke; stroke: #fefcf7; stroke-width: 6px; stroke-linejoin: round }
.mark { color: #0f5f63 }
.up { color: #1c6b3c } .down { color: #9c2833 }
.method { break-before: page; margin-top: 0 }
.method .warn { margin: 4pt 0 7pt }
.method h3 { break-after: avoid; font-size: 10pt; margin: 9pt 0 2pt }
.method ul { list-style: none } .method li { margin: 2pt 0 } .method li svg { width: 8pt; height: 8pt; margin-right: 5pt }
.live { margin-top: 12pt; overflow-wrap: anywhere } .live b { color: #0f5f63 }
"""
_PAGES = """
@page {{ size: A4; margin: 16mm 14mm 17mm;
  @top-right {{ content: "{warning}"; font: 700 7pt "DejaVu Sans"; color: #8a5606 }}
  @bottom-left {{ content: "VENTRA · {name}"; font: 7pt "DejaVu Sans"; color: #5a615e }}
  @bottom-right {{ content: "{page} " counter(page) " / " counter(pages); font: 7pt "DejaVu Sans"; color: #5a615e }}
}}
"""


def style_of(kind: str, span: str, language: Language, *, simulated: bool) -> str:
    """The style with what stands on each page: the report's kind and span, the page's number, and what a simulation is."""

    def text(key: str) -> str:
        return say(REPORT_TEXTS, key, language)

    return STYLE + _PAGES.format(
        warning=_quoted(f"△ {text('simulated_short')}") if simulated else "",
        name=_quoted(f"{text(f'kind.{kind}')} · {span}"),
        page=_quoted(text("page")),
    )


def _quoted(text: str) -> str:
    """Text as it may stand within quotes of a style."""
    return "".join(f"\\{ord(one):x} " if one in '"\\<>\n' else one for one in text)
