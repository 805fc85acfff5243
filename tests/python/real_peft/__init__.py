# SPDX-License-Identifier: Apache-2.0
"""What a real PEFT does with real architectures: asked here, recorded in tests/data/peft, compared with what the audit says."""
