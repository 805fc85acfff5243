// SPDX-License-Identifier: Apache-2.0
// Holds the style sheet of all HTML pages, for light and dark, phone and print.
#pragma once

#include <string_view>

namespace overmatch::report {

// CSS without external files. Text has a contrast of at least 4.5 to 1 on each background here.
inline constexpr std::string_view kHtmlStyle = R"(:root { color-scheme: light dark;
  --text: #1b1f24; --page: #ffffff; --card: #f6f7f9; --faint: #565e69; --line: #cfd4db;
  --bad: #a8101b; --bad-back: #fde7e7; --warn: #7a4d00; --warn-back: #fdf1d6;
  --good: #0d6130; --good-back: #e2f4e8; --meant: #e6f1fb; --mark: #ffd9a8; --link: #0b57a4;
  --h0: #e8edf3; --h1: #c9def2; --h2: #94c0e6; --h3: #4c93cf; --h4: #1f6cab; --h5: #0d4272;
  --dark: #10151b; --bright: #ffffff; }
@media (prefers-color-scheme: dark) { :root {
  --text: #e6e9ed; --page: #14171b; --card: #1e2228; --faint: #a5aeb9; --line: #3b424b;
  --bad: #ff9a9a; --bad-back: #43191c; --warn: #f4c56c; --warn-back: #3c2d10;
  --good: #86dca0; --good-back: #16351f; --meant: #1a2f43; --mark: #5c3a0a; --link: #8fc3f7;
  --h0: #26303b; --h1: #26435f; --h2: #2d6496; --h3: #4c93cf; --h4: #86bdea; --h5: #cfe6fa; } }
* { box-sizing: border-box; }
body { max-width: 72rem; margin: 0 auto; padding: 1rem; color: var(--text);
  background: var(--page); font: 16px/1.5 system-ui, sans-serif; }
h1, h2, h3, p, li, dd, summary, caption, figcaption { overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: .25rem 0 1rem; padding: .5rem .75rem;
  border-left: 6px solid var(--line); }
h1.bad { border-color: var(--bad); } h1.warn { border-color: var(--warn); }
h1.good { border-color: var(--good); } h1.bad, h1.warn, h1.good { background: var(--card); }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1.05rem; margin: .75rem 0 .25rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible,
select:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; }
nav a { display: inline-block; padding: .2rem 0; }
code, pre, .tree { font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--card); padding: .5rem; margin: .5rem 0; }
mark { background: var(--mark); color: var(--text); border-bottom: 2px solid var(--bad); }
.card { background: var(--card); border-left: 4px solid var(--line); padding: .5rem 1rem 1rem;
  margin: 1rem 0; }
.card.bad { border-color: var(--bad); } .card.warn { border-color: var(--warn); }
.card h3 { margin-top: .25rem; } .card pre { background: var(--page); }
.badge { display: inline-block; white-space: nowrap; padding: 0 .5rem; border: 1px solid currentColor;
  border-radius: .6rem; font: bold 13px/1.5 system-ui, sans-serif; background: var(--page); }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
h1.bad, h1.warn, h1.good, .card { color: var(--text); }
p.warn { font-weight: bold; } .faint { color: var(--faint); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; }
summary { cursor: pointer; padding: .15rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem 1rem .2rem 0; text-align: left;
  vertical-align: top; }
td { font-variant-numeric: tabular-nums; } tbody th { font-weight: normal; }
tr.bad th, tr.bad td { background: var(--bad-back); }
tr.warn th, tr.warn td { background: var(--warn-back); }
tr.bad, tr.warn { color: var(--text); }
figure { margin: 1rem 0; } figcaption { font-weight: bold; }
svg text { font: 12px system-ui, sans-serif; fill: var(--text); }
svg .fill, .bar rect { fill: var(--h3); }
.heat0 { fill: var(--h0); } .heat1 { fill: var(--h1); } .heat2 { fill: var(--h2); }
.heat3 { fill: var(--h3); } .heat4 { fill: var(--h4); } .heat5 { fill: var(--h5); }
svg text.on3 { fill: var(--dark); } svg text.on4, svg text.on5 { fill: var(--bright); }
@media (prefers-color-scheme: dark) {
  svg text.on4, svg text.on5 { fill: var(--dark); } }
.tree { overflow-x: auto; margin: .5rem 0; }
.tree ul { list-style: none; margin: 0; padding: 0 0 0 1rem; border-left: 1px solid var(--line); }
.tree > ul { padding-left: 0; border: 0; }
.tree li { white-space: nowrap; } .tree .leaf { padding: .15rem .25rem .15rem 1.1rem; }
.tree summary { padding: .15rem .25rem; }
.tree .meant { background: var(--meant); }
.tree b { font-weight: bold; } .tree i { font-style: normal; font-weight: bold; }
.tree .bad, .results .bad { background: var(--bad-back); }
.tree .warn { background: var(--warn-back); }
.find { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.find label { display: flex; flex-direction: column; min-width: 0; }
.find .wide { flex: 1 1 16rem; }
input, select, button { font: inherit; color: var(--text); background: var(--page);
  border: 1px solid var(--faint); border-radius: .3rem; padding: .4rem .6rem; max-width: 100%; }
button { cursor: pointer; }
.results { list-style: none; padding: 0; } .results li { padding: .1rem .25rem; }
.results button { border: 0; padding: 0; text-align: left; background: none; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) {
  body { padding: .75rem; } h1 { font-size: 1.25rem; }
  dl { grid-template-columns: minmax(0, 1fr); } dt { margin-top: .4rem; font-weight: bold; }
  table.wide { min-width: 46rem; } .card { padding: .5rem .75rem; } ul { padding-left: 1.25rem; } }
@media print {
  body { max-width: none; } nav, .find, .skip { display: none; }
  .card, figure, tr { break-inside: avoid; } .scroll, .tree, pre { overflow: visible; }
  pre, .tree li { white-space: pre-wrap; overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; display: block; } }
)";

}  // namespace overmatch::report
