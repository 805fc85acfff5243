# SPDX-License-Identifier: Apache-2.0
"""SARIF by the model that datamodel-codegen made of the official schema (pydantic-sarif). audit_sarif_test.py needs no package."""

import json
import unittest

from html_pages import FLUX, VERBS, PagesCase
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log


class Schema(PagesCase):
    def test_every_audit_is_valid(self):
        for name in ("audit", "audit-config", "audit-hazards", "audit-labels", "audit-odd"):
            with self.subTest(audit=name):
                self.page(name)
                arguments, status = VERBS[name]
                out, _ = self.run_overmatch(*arguments, "--sarif", "-", status=status)
                Log.model_validate_json(out)
                self.assertTrue(json.loads(out)["runs"][0]["results"])

    def test_what_is_not_valid_is_told(self):
        out, _ = self.run_overmatch("audit", "--tree", FLUX, "--mode", "exact", "--pattern", "none", "--sarif", "-", status=1)
        for change in (lambda log: log.pop("runs"), lambda log: log.update(version="2.1"), lambda log: log["runs"][0].update(more=1),
                       lambda log: log["runs"][0]["results"][0].pop("message")):
            log = json.loads(out)
            change(log)
            with self.assertRaises(ValidationError):
                Log.model_validate(log)


if __name__ == "__main__":
    unittest.main()
