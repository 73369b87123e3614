"""Counts what a solution does with its input: advice about its complexity, never verdict.

Interpreter instructions miss what C code does (`sorted`, `max`, `in`), so the numbers of the input
also count what is done with them. The world asks for this in a few runs of growing size.
"""

import sys

COUNTED = {
    "comparisons": ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"),
    "hashes": ("__hash__",),
    "arithmetic": (
        "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__floordiv__",
        "__mod__", "__truediv__", "__neg__"),
}
counts = dict.fromkeys([*COUNTED, "instructions"], 0)


def counting(base):
    """A subclass of int or str whose operations are counted."""
    def operation(name, group):
        original = getattr(base, name)

        def counted(*arguments):
            counts[group] += 1
            return original(*arguments)

        return counted

    members = {
        name: operation(name, group) for group, names in COUNTED.items() for name in names
        if hasattr(base, name)}
    return type(base.__name__, (base,), {**members, "__slots__": ()})


Number, Text = counting(int), counting(str)


def counted(value):
    """The same value, with counting numbers and texts inside."""
    if type(value) is int:
        return Number(value)
    if type(value) is str:
        return Text(value)
    if type(value) is list:
        return [counted(element) for element in value]
    if type(value) is dict:
        return {key: counted(element) for key, element in value.items()}
    return value


def trace(frame, event, argument):
    if frame.f_code.co_filename != "solver.py":
        return None
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    if event == "opcode":
        counts["instructions"] += 1
    return trace


def start():
    counts.update(dict.fromkeys(counts, 0))
    sys.settrace(trace)


def stop():
    sys.settrace(None)
    return dict(counts)
