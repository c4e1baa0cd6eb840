"""How a card looks: the page's paper and ink, in letters that every machine with DejaVu has."""

from __future__ import annotations

STYLE = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #f6f2e9; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body {
  width: 1080px; display: flex; flex-direction: column; gap: 22px; padding: 40px 48px 34px;
  background: #f6f2e9; color: #1c2224; font: 21px/1.35 "DejaVu Sans", "Noto Sans", sans-serif;
}
body.png { height: 1350px; overflow: hidden }
body.pdf { height: 1527px; zoom: 0.7353 }
h1, h2, .brand { font-family: "DejaVu Serif", "Noto Serif", serif; font-weight: 700 }
.soft { color: #5a615e }
.head { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 3px solid #0f5f63;
  padding-bottom: 12px }
.brand { font-size: 30px; letter-spacing: 0.14em; color: #0f5f63 }
.warn { background: #f6e7c6; color: #8a5606; border-radius: 8px; padding: 9px 16px; font-weight: 700; font-size: 20px }
.bad { background: #f5dedb; color: #9c2833 }
.about { display: flex; flex-direction: column; gap: 8px }
h1 { line-height: 1.2; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  overflow-wrap: anywhere }
h1.short { font-size: 42px } h1.long { font-size: 34px } h1.endless { font-size: 27px }
.line { overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
.path { font-size: 19px }
.facts { display: flex; flex-wrap: wrap; gap: 10px 40px }
.facts dt { font-size: 17px; color: #5a615e }
.facts dd { font-weight: 700; font-size: 25px; white-space: nowrap }
.facts s { font-weight: 400; font-size: 18px; color: #5a615e; margin-inline-start: 8px }
.windows { display: grid; grid-template-columns: 0.9fr 1fr 1fr; background: #fefcf7; border: 1px solid #ded6c5;
  border-radius: 14px }
.window { padding: 16px 20px 14px; border-inline-start: 1px solid #ded6c5; display: flex; flex-direction: column; gap: 2px;
  min-width: 0 }
.window:first-child { border: 0 }
.window h2 { font: 700 18px "DejaVu Sans", "Noto Sans", sans-serif; color: #5a615e }
.number { display: flex; align-items: center; gap: 0 10px; white-space: nowrap }
.number b { font-size: 50px; line-height: 58px }
.middle b { font-size: 40px } .small b { font-size: 32px }
.stacked .number { flex-wrap: wrap } .stacked .number span { flex-basis: 100% }
.number.none b { font-size: 26px; line-height: 66px; font-weight: 400; color: #5a615e }
.number span { font-size: 21px; color: #5a615e }
.number svg { width: 22px; height: 22px; flex: none }
.day { min-height: 28px }
.less { color: #8a5606; font-size: 18px }
.money { margin-top: auto; border-top: 1px solid #ded6c5; padding-top: 8px; font-size: 17px; color: #5a615e }
.money b { font-size: 22px; color: #1c2224; white-space: nowrap }
.money span { white-space: nowrap }
body > * { flex: none }
.days { flex: 0 1 auto; min-height: 200px; display: flex; flex-direction: column;
  background: #fefcf7; border: 1px solid #ded6c5; border-radius: 14px; padding: 14px 18px 12px }
.days h2, .reading h2 { font-size: 22px; margin-bottom: 6px }
.chart { flex: 0 1 auto; min-height: 0; width: 100%; fill: #5a615e }
.rule { stroke: #ded6c5 } .tick { stroke: #b9af9a; stroke-width: 2 }
.hatch { stroke: #b9af9a; fill: none; opacity: 0.7 }
.bar { fill: #0f5f63; opacity: 0.34 } .band { fill: #0f5f63; opacity: 0.3 }
.top { stroke: #0f5f63; stroke-width: 3 } .unsure { stroke-dasharray: 5 3 }
.bracket { stroke: #1c2224; stroke-width: 2; fill: none }
.halo { paint-order: stroke; stroke: #fefcf7; stroke-width: 6px; stroke-linejoin: round }
.strong { fill: #1c2224; font-weight: 700 }
.mark { color: #0f5f63 }
.reading { margin-top: auto; font-size: 17px; display: flex; flex-direction: column; gap: 8px }
.reading h2 { margin: 0; font-size: 20px }
.marks { display: grid; grid-template-columns: 1fr 1fr; gap: 5px 28px }
.marks li { display: flex; gap: 10px; align-items: baseline; list-style: none }
.marks svg { width: 16px; height: 16px; flex: none; position: relative; top: 2px }
.foot { border-top: 1px solid #b9af9a; padding-top: 10px; font-size: 17px; color: #5a615e; display: flex;
  flex-direction: column; gap: 2px }
.foot b { color: #0f5f63; overflow-wrap: anywhere }
"""
