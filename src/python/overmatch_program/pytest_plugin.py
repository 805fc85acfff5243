# SPDX-License-Identifier: Apache-2.0
"""The pytest plugin (overmatch.pytest_plugin), or nothing where a wheel holds no module for this Python: pytest must go on."""

try:
    from overmatch.pytest_plugin import *  # noqa: F403
except ImportError:
    pass
