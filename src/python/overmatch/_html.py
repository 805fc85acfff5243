# SPDX-License-Identifier: Apache-2.0
"""Shows results in notebooks, as small HTML without scripts and links."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overmatch._audit import Audit, AuditFinding

#: Findings that the table has at most; the report below it has all.
MOST_ROWS = 50
#: Modules that a row names.
MOST_MODULES = 3
_COLOURS = {"error": "#c62828", "warning": "#b26a00", "note": "#546e7a"}


def _modules(finding: AuditFinding) -> str:
    names = finding.modules or finding.parameters
    shown = "<br>".join(f"<code>{escape(name or '(the root)')}</code>" for name in names[:MOST_MODULES])
    return shown + (f"<br>… {len(names) - MOST_MODULES} more" if len(names) > MOST_MODULES else "")


def _row(finding: AuditFinding) -> str:
    pattern = "" if finding.pattern is None else f"<code>{escape(finding.pattern)}</code>"
    advice = "<br>".join(f"<code>{escape(each.pattern)}</code>" for each in finding.advice)
    severity = f'<b style="color:{_COLOURS[finding.severity]}">{finding.severity}</b>'
    cells = (severity, escape(finding.kind), pattern, escape(finding.why), _modules(finding), advice)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def audit_html(audit: Audit) -> str:
    """The findings as a table, above the folded report."""
    rows = "".join(_row(finding) for finding in audit.findings[:MOST_ROWS])
    heads = "".join(f'<th style="text-align:left">{head}</th>' for head in ("", "kind", "pattern", "why", "modules", "write instead"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    return f"{table}<details{'' if rows else ' open'}><summary>{escape(repr(audit)[1:-1])}</summary>{text_html(audit.text)}</details>"


def text_html(text: str) -> str:
    """A report as it is printed."""
    return f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'
