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


class LabelledQuery(ctypes.Structure):
    _fields_ = [*Query._fields_, ("mode", ctypes.c_char_p), ("order", ctypes.c_uint32), ("labels", ctypes.POINTER(ctypes.c_uint32))]


ASSIGN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(LabelledQuery), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_char), ctypes.c_size_t
)


class LabelledPlugin(ctypes.Structure):
    _fields_ = [*Plugin._fields_[:3], ("match", ctypes.c_void_p), ("assign", ASSIGN)]


ORDERS = {"any": 0, "first": 1, "last": 2}


def texts(names):
    array = (Text * max(len(names), 1))()  # never of size 0: the pointer must not be null
    for at, name in enumerate(names):
        data = name.encode()
        array[at] = Text(data, len(data))
    return array


class Subject:
    """One planted matcher, and whether it answers as the reference of its mode does."""

    def __init__(self, library, oracle, name, mode, about_empty=False, order="any"):
        os.environ["OVERMATCH_PLANTED"] = name
        self.order = ORDERS[order]
        self.oracle = ctypes.CDLL(oracle)
        if self.order:
            entry, shape, abi = ctypes.CDLL(library).overmatch_plugin_v2, LabelledPlugin, 2
            self.flag, self.expect = ctypes.c_uint32, self.oracle.overmatch_oracle_assign
        else:
            entry, shape, abi = ctypes.CDLL(library).overmatch_plugin_v1, Plugin, 1
            self.flag, self.expect = ctypes.c_uint8, self.oracle.overmatch_oracle_match
        entry.restype = ctypes.POINTER(shape)
        self.plugin = entry().contents
        if self.plugin.abi != abi or self.plugin.mode.decode() != mode:
            raise SystemExit(f"{library} is no plugin for {name} in the mode {mode}")
        self.answer = self.plugin.assign if self.order else self.plugin.match
        self.mode_name = mode.encode()
        self.mode = self.oracle.overmatch_oracle_mode(self.mode_name)
        if self.mode < 0:
            raise SystemExit(f"{oracle} knows no mode {mode}")
        self.about_empty = about_empty

    def counts(self, query, patterns):
        """As bug_set.h: the empty pattern and regexes that the engines read differently prove nothing."""
        if "" in patterns and not self.about_empty:
            return False
        return self.oracle.overmatch_oracle_is_portable(self.mode, ctypes.byref(query)) == 1

    def is_wrong(self, patterns, modules, labels=()):
        """Whether the answer to the question differs from the reference's, or is none that the interface allows. `labels`: of a list
        with labels, a number for each pattern, 0 for null."""
        query = Query(texts(patterns), len(patterns), texts(modules), len(modules))
        if self.order:
            numbers = (ctypes.c_uint32 * max(len(labels), 1))(*labels)
            lists = query.patterns, query.pattern_count, query.modules, query.module_count
            query = LabelledQuery(*lists, self.mode_name, self.order, numbers)
        if not self.counts(query, patterns):
            return False
        size = len(modules)
        expected = (self.flag * (size + 1))()
        rejects = self.expect(self.mode, ctypes.byref(query), expected) != 0
        flags = (self.flag * (size + GUARD))(*([UNSET] * (size + GUARD)))
        error = ctypes.create_string_buffer(256)
        rejected = self.answer(ctypes.byref(query), flags, error, len(error)) != 0
        if any(flag != UNSET for flag in flags[size:]):
            return True
        if rejected or rejects:
            return rejected != rejects
        return flags[:size] != expected[:size]
