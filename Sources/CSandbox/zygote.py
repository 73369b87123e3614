"""The warm interpreter of a slot. Started by slot_start.c; the loop and the fork are run.c.

Everything a run would do first is done here once: importing, asyncio's lazy parts, the text layers
of the standard streams. A run is a fork of this process, so it pays only for what it changes.
"""

import sys

sys.path[:] = [entry for entry in sys.path if entry]  # no current directory
# asyncio without TLS: saves 1.2 MB per run. A solution that imports ssl still gets it.
sys.modules["ssl"] = None
import asyncio

del sys.modules["ssl"]

import ctypes
import gc
import inspect
import io
import json
import linecache
import marshal
import os
import threading
import traceback
import types

# What solutions import, so that they do not pay for it.
import array, bisect, builtins, collections, collections.abc, contextlib, copy, dataclasses
import datetime, decimal, enum, fractions, functools, heapq, importlib.util, itertools, logging
import math, operator, random, re, signal, statistics, string, time, typing
import warnings, atexit
import concurrent.futures.thread

RUN, COMPILE, LAB = 1, 2, 6
FILE = "solver.py"

slot = ctypes.PyDLL(sys.argv[1])
slot.slot_job_name.restype = ctypes.c_char_p
slot.slot_job_arguments.restype = ctypes.c_char_p
builtins.exit = builtins.quit = sys.exit  # site is not loaded (-S), but students write exit()


def stream(descriptor, mode, errors, **options):
    raw = io.FileIO(descriptor, mode, closefd=False)
    buffered = io.BufferedReader(raw, 65536) if mode == "r" else io.BufferedWriter(raw, 65536)
    text = io.TextIOWrapper(buffered, encoding="utf-8", errors=errors, **options)
    text.mode = mode
    return text


def standard_streams():
    # A text layer asks once whether its file can seek; stdout and stderr of a run are pipes.
    read_end, write_end = os.pipe()
    saved = os.dup(1), os.dup(2)
    os.dup2(write_end, 1)
    os.dup2(write_end, 2)
    streams = (
        stream(0, "r", "surrogateescape"),
        stream(1, "w", "surrogateescape"),
        stream(2, "w", "backslashreplace", line_buffering=True),
    )
    os.dup2(saved[0], 1)
    os.dup2(saved[1], 2)
    for descriptor in (read_end, write_end, *saved):
        os.close(descriptor)
    return streams


def warm_up():
    async def typical():
        await asyncio.sleep(0)
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0.0001))
        queue = asyncio.Queue()
        await queue.put(1)
        await queue.get()
        async with asyncio.Lock():
            pass
        async with asyncio.TaskGroup() if hasattr(asyncio, "TaskGroup") else asyncio.Lock():
            pass

    for _ in range(20):
        asyncio.run(typical())
    for _ in range(10):
        io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"1 2\n")), encoding="utf-8").readline()
        code = compile("x = 1\nasync def f(): return 1\n", "warm", "exec")
        exec(marshal.loads(marshal.dumps(code)), {"__name__": "warm"})
    json.loads("{}")


def load_lab(arguments):
    """The modules of the lab, which came as names and sources."""
    package = types.ModuleType("lab")
    package.__path__ = []
    sys.modules["lab"] = package
    for name, source in zip(arguments[::2], arguments[1::2]):
        module = types.ModuleType("lab." + name)
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        exec(compile(source, f"<lab/{name}.py>", "exec"), module.__dict__)
    for name in package.api.__all__:
        setattr(package, name, getattr(package.api, name))
    return package


def read_all(descriptor):
    """The sealed file behind a descriptor; by position, for its offset is not ours alone."""
    size = os.fstat(descriptor).st_size
    parts, at = [], 0
    while at < size:
        part = os.pread(descriptor, size - at, at)
        if not part:
            break
        parts.append(part)
        at += len(part)
    os.close(descriptor)
    return b"".join(parts)


def complain(text):
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def compile_source():
    """Source on descriptor 3 -> (source text, code), marshalled, on stdout. Runs nothing of it."""
    source = read_all(3)
    warnings.simplefilter("ignore")
    try:
        code = compile(source, FILE, "exec", dont_inherit=True)
        data = marshal.dumps((importlib.util.decode_source(source), code))
    except SyntaxError as error:
        complain("".join(traceback.format_exception_only(error)))
        return 1
    except RecursionError:
        complain("RecursionError: the source is nested too deeply to compile")
        return 1
    except MemoryError:
        complain("MemoryError: the source is too large or nested too deeply to compile")
        return 1
    except Exception as error:  # null bytes, wrong encodings, numbers with too many digits
        complain(f"{type(error).__name__}: {error}")
        return 1
    sys.stdout.buffer.write(data)
    return 0


def call_entry(module, entry, arguments):
    function = getattr(module, entry, None)
    if function is None:
        complain(f"{FILE} defines no function named '{entry}'")
        return 1
    if not callable(function):
        complain(f"'{entry}' in {FILE} is a {type(function).__name__}, not a function")
        return 1
    result = function(**(json.loads(arguments) if arguments else {}))
    if inspect.isawaitable(result):

        async def wait():
            return await result

        asyncio.run(result if inspect.iscoroutine(result) else wait())
    return 0


def new_module(name, source):
    module = types.ModuleType(name)
    module.__file__ = FILE
    module.__builtins__ = builtins
    sys.modules[module.__name__] = sys.modules["__main__"] = module
    sys.argv = [FILE]
    linecache.cache[FILE] = (lambda: source,)  # for tracebacks: there is no such file
    globals().pop("slot")
    return module


def run_in_lab():
    """The solution against the world, which is at the other end of descriptor 0."""
    source, code = marshal.loads(read_all(3))
    sys.stdin = sys.__stdin__ = io.StringIO()

    def load():
        module = new_module("solver", source)
        exec(code, module.__dict__)
        return module

    lab.run.run(load, 0, print_traceback)
    return 0


def run_code():
    source, code = marshal.loads(read_all(3))
    entry = slot.slot_job_name().decode()
    arguments = slot.slot_job_arguments()
    # With an entry point the module is imported, so a __main__ guard does not fire.
    module = new_module("solver" if entry else "__main__", source)
    try:
        exec(code, module.__dict__)
        return call_entry(module, entry, arguments) if entry else 0
    except SystemExit as exit:
        if exit.code is None:
            return 0
        if isinstance(exit.code, int):
            return exit.code & 0xFF
        complain(str(exit.code))
        return 1
    except BaseException as error:
        print_traceback(error)
        return 1


def print_traceback(error):
    """The traceback as python3 solver.py would print it: without our own frames."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != FILE:
        trace = trace.tb_next
    try:
        traceback.print_exception(type(error), error, trace)
    except BaseException:
        complain(type(error).__name__)


def finish(code):
    """What the interpreter does at its end that a program can notice; the rest costs 9.5 ms."""
    try:
        threading._shutdown()  # waits for threads that are not daemons
        atexit._run_exitfuncs()
    except BaseException as error:
        print_traceback(error)
    try:
        sys.stdout.flush()
    except BaseException:
        code = code or 120
    try:
        sys.stderr.flush()
    except BaseException:
        pass
    os._exit(code)


lab = load_lab(sys.argv[2:])
warm_up()
sys.stdin, sys.stdout, sys.stderr = streams = standard_streams()
sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams
if slot.slot_open() != 0:
    os._exit(0)  # the server was told
gc.collect()
gc.freeze()  # a collection in a run must not touch, and so copy, all of this
if slot.slot_serve() == 1:
    finish({COMPILE: compile_source, LAB: run_in_lab, RUN: run_code}[slot.slot_job_kind()]())
os._exit(0)
