"""Runs the Triton kernels of flash-linear-attention on a CPU, in Triton's interpreter.

Import this module before `fla`, and call `give_loop_indices_a_cast()` after `fla.models` is imported. The arithmetic
of the kernels stays as it is. Three things change around it:

1. The interpreter is switched on, and the autotuner takes its first configuration, since there is no device to
   time configurations on.
2. Loop indices are plain Python integers in the interpreter, but kernels call `.to(tl.int64)` on them.
3. Kernels pass masks that are not boolean, which the interpreter refuses.
"""

import os
import sys

os.environ["TRITON_INTERPRET"] = "1"

import numpy as np
from triton.runtime import autotuner, interpreter

# The kernels that ran since the last `clear()`.
launched = set()


def _run_first_configuration(self, *args, **kwargs):
    self.nargs = dict(zip(self.arg_names, args))
    prunes = self.early_config_prune or self.perf_model
    configuration = (self.prune_configs(kwargs) if prunes else self.configs)[0]
    if configuration.pre_hook is not None:
        configuration.pre_hook({**self.nargs, **kwargs, **configuration.all_kwargs()})
    result = self.fn.run(*args, **kwargs, **configuration.all_kwargs())
    self.nargs = None
    return result


autotuner.Autotuner.run = _run_first_configuration

_launch = interpreter.GridExecutor.__call__


def _launch_and_note(self, *args, **kwargs):
    launched.add(getattr(self.fn, "__name__", "?"))
    return _launch(self, *args, **kwargs)


interpreter.GridExecutor.__call__ = _launch_and_note


class _LoopIndex(int):
    """An integer with the method `to` of a Triton scalar."""

    def to(self, *_args, **_kwargs):
        return self


def _keep_type(name):
    operation = getattr(int, name)

    def keeping(self, other):
        result = operation(self, other)
        return result if result is NotImplemented else _LoopIndex(result)

    return keeping


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "floordiv", "mod"):
    setattr(_LoopIndex, f"__{_name}__", _keep_type(f"__{_name}__"))


def _range(*bounds):
    plain = (int(b.handle.data.item()) if hasattr(b, "handle") else int(b) for b in bounds)
    return map(_LoopIndex, range(*plain))


def give_loop_indices_a_cast():
    """Replaces `range` in every module of FLA that may hold kernels."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("fla.ops", "fla.modules")):
            vars(module)["range"] = _range


_load = interpreter.InterpreterBuilder.create_masked_load
_store = interpreter.InterpreterBuilder.create_masked_store


def _boolean(mask):
    if mask.data.dtype == np.bool_:
        return mask
    return interpreter.TensorHandle(mask.data.astype(bool), mask.dtype)


interpreter.InterpreterBuilder.create_masked_load = lambda self, pointers, mask, *rest: _load(
    self, pointers, _boolean(mask), *rest
)
interpreter.InterpreterBuilder.create_masked_store = lambda self, pointers, value, mask, *rest: _store(
    self, pointers, value, _boolean(mask), *rest
)
