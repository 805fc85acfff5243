# SPDX-License-Identifier: Apache-2.0
"""What released PEFT, transformers and compressed-tensors pick on today's architectures, compared with what the audit says."""
