# SPDX-License-Identifier: Apache-2.0
"""The trees with types in corpus/trees: which models, and how they are built without weights and without a network."""
