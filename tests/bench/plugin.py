# SPDX-License-Identifier: Apache-2.0
"""A plugin of overmatch and the oracle beside it, through ctypes: what a user of Hypothesis would write to test a matcher in C."""

import ctypes
import os

GUARD = 16  # bytes behind the flags that a plugin must leave alone
UNSET = 0xA5


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class Query(ctypes.Structure):
    _fields_ = [
        ("patterns", ctypes.POINTER(Text)),
        ("pattern_count", ctypes.c_size_t),
        ("modules", ctypes.POINTER(Text)),
        ("module_count", ctypes.c_size_t),
    ]


MATCH = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(Query), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(ctypes.c_char), ctypes.c_size_t
)


class Plugin(ctypes.Structure):
    _fields_ = [("abi", ctypes.c_uint32), ("name", ctypes.c_char_p), ("mode", ctypes.c_char_p), ("match", MATCH)]


def texts(names):
    array = (Text * max(len(names), 1))()  # never of size 0: the pointer must not be null
    for at, name in enumerate(names):
        data = name.encode()
        array[at] = Text(data, len(data))
    return array


class Subject:
    """One planted matcher, and whether it answers as the reference of its mode does."""

    def __init__(self, library, oracle, name, mode, about_empty=False):
        os.environ["OVERMATCH_PLANTED"] = name
        entry = ctypes.CDLL(library).overmatch_plugin_v1
        entry.restype = ctypes.POINTER(Plugin)
        self.plugin = entry().contents
        if self.plugin.abi != 1 or self.plugin.mode.decode() != mode:
            raise SystemExit(f"{library} is no plugin for {name} in the mode {mode}")
        self.match = self.plugin.match
        self.oracle = ctypes.CDLL(oracle)
        self.mode = self.oracle.overmatch_oracle_mode(mode.encode())
        if self.mode < 0:
            raise SystemExit(f"{oracle} knows no mode {mode}")
        self.about_empty = about_empty

    def counts(self, query, patterns):
        """As bug_set.h: the empty pattern and regexes that the engines read differently prove nothing."""
        if "" in patterns and not self.about_empty:
            return False
        return self.oracle.overmatch_oracle_is_portable(self.mode, ctypes.byref(query)) == 1

    def is_wrong(self, patterns, modules):
        """Whether the answer to the question differs from the reference's, or is none that the interface allows."""
        query = Query(texts(patterns), len(patterns), texts(modules), len(modules))
        if not self.counts(query, patterns):
            return False
        size = len(modules)
        expected = (ctypes.c_uint8 * (size + 1))()
        rejects = self.oracle.overmatch_oracle_match(self.mode, ctypes.byref(query), expected) != 0
        selected = (ctypes.c_uint8 * (size + GUARD))(*([UNSET] * (size + GUARD)))
        error = ctypes.create_string_buffer(256)
        rejected = self.match(ctypes.byref(query), selected, error, len(error)) != 0
        flags = bytes(selected)
        if any(byte != UNSET for byte in flags[size:]):
            return True
        if rejected or rejects:
            return rejected != rejects
        return flags[:size] != bytes(expected)[:size]
