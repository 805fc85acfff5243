// SPDX-License-Identifier: Apache-2.0
// Holds the style sheet of the HTML report, for light and dark.
#pragma once

#include <string_view>

namespace overmatch::report {

// CSS without external files.
inline constexpr std::string_view kHtmlStyle = R"(:root { color-scheme: light dark;
  --text: #1b1f24; --page: #ffffff; --card: #f5f6f8; --faint: #636b76; --over: #b3121d;
  --over-back: #fde4e4;
  --under: #8a5a00; --under-back: #fdf0d2; --right: #136c33; --meant: #e4f0fb; --line: #d5d9df; }
@media (prefers-color-scheme: dark) { :root {
  --text: #e4e7eb; --page: #15181c; --card: #1f2329; --faint: #9aa3ae; --over: #ff8f8f;
  --over-back: #4a1d20;
  --under: #f2c063; --under-back: #43330f; --right: #7bd698; --meant: #1b3145; --line: #3a414a; } }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: var(--text);
  background: var(--page);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; } h2 span { color: var(--faint); }
h1, h2, dd, li { overflow-wrap: anywhere; }
code, pre, .tree { font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
pre, .tree { overflow-x: auto; }
.finding { background: var(--card); border-left: 4px solid var(--over); padding: .5rem 1rem;
  margin: 1rem 0; }
.tree div { white-space: pre; padding: 0 .5rem; }
.tree i { font-style: normal; font-weight: bold; }
.over { color: var(--over); } .tree .over { background: var(--over-back); }
.under { color: var(--under); } .tree .under { background: var(--under-back); }
.right { color: var(--right); }
.tree .meant { box-shadow: inset 4px 0 var(--right); }
.tree .meant:not(.over):not(.under) { background: var(--meant); }
.faint { color: var(--faint); } .warn { color: var(--under); font-weight: bold; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .15rem .75rem .15rem 0; text-align: left; }
)";

}  // namespace overmatch::report
