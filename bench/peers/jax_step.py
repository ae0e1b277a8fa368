#!/usr/bin/env python3
"""Times a training step (forward, backward, clipping, AdamW) in JAX on the CPU, one mixer at a time.

    jax_step.py --mixer all --json       tokens per second at the reference configuration
    jax_step.py --check DIR              compare with results that FLA wrote (safetensors + JSON)

The model is in jax_model.py, the mixers in jax_mixers.py.
"""

import argparse
import json
import os
import pathlib
import statistics
import struct
import sys
import time

MIXERS = ["attention", "hgrn", "retnet", "gla", "hgrn2", "deltanet", "gated_deltanet"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mixer", default="all", choices=MIXERS + ["all"])
    parser.add_argument("--steps", type=int, default=12, help="timed steps; the best and the median count")
    parser.add_argument("--warmup", type=int, default=2, help="steps before, the first of which compiles")
    parser.add_argument("--threads", type=int, default=1, help="cores to stay on")
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--check", metavar="DIR", type=pathlib.Path, help="compare with the cases in DIR")
    sizes = parser.add_argument_group("sizes")
    sizes.add_argument("--vocab", type=int, default=256)
    sizes.add_argument("--d-model", type=int, default=128)
    sizes.add_argument("--heads", type=int, default=4)
    sizes.add_argument("--layers", type=int, default=4)
    sizes.add_argument("--ffn", type=int, default=384)
    sizes.add_argument("--sequence", type=int, default=256)
    sizes.add_argument("--batch", type=int, default=16)
    sizes.add_argument("--chunk", type=int, help="tokens in a chunk, instead of each mixer's own")
    options = parser.parse_args()
    for name in ("steps", "threads", "vocab", "d_model", "heads", "layers", "ffn", "sequence", "batch"):
        if getattr(options, name) < 1:
            parser.error(f"--{name.replace('_', '-')} must be at least 1")
    if options.warmup < 1:
        parser.error("--warmup must be at least 1: the first step compiles")
    if options.d_model % options.heads:
        parser.error("--d-model must be a multiple of --heads")
    return options


# Lets malloc ask for large pages (glibc 2.35 and later). XLA takes its scratch memory anew for each
# step; in small pages, faulting it in costs a quarter of the step.
LARGE_PAGES = "glibc.malloc.hugetlb=1"


def stay_on(threads):
    """Keeps this process on so many cores, and starts it again if malloc needs another setting.

    Must come before JAX is imported: it counts the cores then.
    """
    tunables = os.environ.get("GLIBC_TUNABLES", "")
    if sys.platform == "linux" and "glibc.malloc.hugetlb" not in tunables:
        os.environ["GLIBC_TUNABLES"] = f"{tunables}:{LARGE_PAGES}".lstrip(":")
        os.execv(sys.executable, [sys.executable, *sys.argv])
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        if threads > len(allowed):
            sys.exit(f"jax_step.py: --threads {threads}, but only {len(allowed)} cores are allowed")
        os.sched_setaffinity(0, allowed[-threads:])
    eigen = "true" if threads > 1 else "false"
    flags = f"--xla_cpu_multi_thread_eigen={eigen} intra_op_parallelism_threads={threads}"
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()
    os.environ["JAX_PLATFORMS"] = "cpu"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)


def reference_config(mixer, options):
    """The mixer's model at the sizes asked for, with FLA's names."""
    from jax_model import MODEL_TYPES

    d, count = options.d_model, options.heads
    own = {
        "attention": {"num_heads": count},
        "hgrn": {"expand_ratio": 1},
        "retnet": {"num_heads": count, "expand_k": 1, "expand_v": 2},
        "gla": {"num_heads": count, "expand_k": 0.5, "expand_v": 1},
        "hgrn2": {"expand_ratio": d // count},
        "deltanet": {"num_heads": count, "expand_k": 1, "expand_v": 1, "use_short_conv": True},
        # FLA's rule of thumb: three quarters of the width are keys.
        "gated_deltanet": {
            "num_heads": count,
            "head_dim": 3 * d // (4 * count),
            "expand_v": 2,
            "use_short_conv": True,
        },
    }
    return {
        "model_type": MODEL_TYPES[mixer],
        "vocab_size": options.vocab,
        "hidden_size": d,
        "num_hidden_layers": options.layers,
        "intermediate_size": options.ffn,
        "norm_eps": 1e-6,
        **own[mixer],
    }


def measure(mixer, options):
    """Times single steps, each waited for; the first ones compile and warm up."""
    import jax
    import jax.numpy as jnp
    import numpy as np
    from jax_model import initial_parameters, initial_state, make_train_step

    config = reference_config(mixer, options)
    step = make_train_step(config)
    state = initial_state(initial_parameters(config))
    random = np.random.default_rng(1)
    tokens = random.integers(0, options.vocab, (options.batch, options.sequence + 1))
    ids, targets = (jnp.asarray(a, jnp.int32) for a in (tokens[:, :-1], tokens[:, 1:]))
    seconds, losses = [], []
    for _ in range(options.warmup + options.steps):
        start = time.perf_counter()
        state, value = jax.block_until_ready(step(state, ids, targets))
        seconds.append(time.perf_counter() - start)
        losses.append(float(value))
    if not losses[-1] < losses[0]:
        sys.exit(f"jax_step.py: {mixer}: the loss went from {losses[0]} to {losses[-1]}; it must fall")
    timed, count = seconds[options.warmup :], options.batch * options.sequence
    return {
        "mixer": mixer,
        "tokens_per_second": count / min(timed),
        "step_seconds": min(timed),
        "median_tokens_per_second": count / statistics.median(timed),
        "median_step_seconds": statistics.median(timed),
        "compile_seconds": seconds[0],
        "peer": f"jax {jax.__version__}",
        "threads": options.threads,
    }


# Comparison with FLA's own results


def read_safetensors(path):
    """Header length (8 bytes, little-endian), a JSON header, raw data."""
    import numpy as np

    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    types = {"F32": "<f4", "F64": "<f8", "I32": "<i4", "I64": "<i8"}
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


def difference(ours, theirs):
    """The largest difference, relative to the largest magnitude."""
    import numpy as np

    return float(np.max(np.abs(np.asarray(ours) - theirs)) / max(np.max(np.abs(theirs)), 1e-30))


def compare(config, tensors):
    """Differences of logits, logits of a long sequence, loss and the worst gradient."""
    import jax
    import numpy as np
    from jax_model import logits, loss

    parameters = {n.removeprefix("param."): a for n, a in tensors.items() if n.startswith("param.")}
    ids = tensors["input_ids"]
    forward = jax.jit(lambda p, ids: logits(config, p, ids))
    result = {"logits": difference(forward(parameters, ids), tensors["logits"])}
    if "long_logits" in tensors:
        long = forward(parameters, tensors["long_input_ids"])
        result["long logits"] = difference(long, tensors["long_logits"])
    of = jax.jit(jax.value_and_grad(lambda p: loss(config, p, ids, ids[:, 1:])))
    value, gradients = of(parameters)
    named = {n.removeprefix("grad."): a for n, a in tensors.items() if n.startswith("grad.")}
    if named:
        # np.max and not max, which can lose a NaN.
        result["gradients"] = float(np.max([difference(gradients[n], a) for n, a in named.items()]))
    return result, float(value)


def check(folder):
    """Prints a line for each case; returns an exit status."""
    from jax_model import refused

    cases = [path for path in sorted(folder.glob("*.json")) if path.with_suffix(".safetensors").exists()]
    if not cases:
        sys.exit(f"jax_step.py: no case (a .json beside a .safetensors) in {folder}")
    limits = {"logits": 5e-5, "long logits": 5e-5, "loss": 1e-5, "gradients": 2e-4}
    print(f"{'case':28}" + "".join(f"{name:>13}" for name in limits))
    status = 0
    for path in cases:
        about = json.loads(path.read_text())
        config = about.get("config", about)
        if missing := refused(config):
            print(f"{path.stem:28}not computed here: {', '.join(missing)}")
            continue
        result, value = compare(config, read_safetensors(path.with_suffix(".safetensors")))
        if "loss" in about:
            result["loss"] = abs(value - about["loss"]) / about["loss"]
        # "not within" and not "above", so that a NaN is bad.
        bad = [name for name, d in result.items() if not d <= limits[name]]
        row = "".join(f"{result[name]:13.1e}" if name in result else f"{'-':>13}" for name in limits)
        print(f"{path.stem:28}{row}" + (f"  too far: {', '.join(bad)}" if bad else ""))
        status = 1 if bad else status
    return status


def main():
    options = arguments()
    stay_on(options.threads)
    try:
        import jax_mixers
    except ImportError as error:
        print(f"jax_step.py: {error}; run bench/peers/run.sh, which installs JAX", file=sys.stderr)
        return 2
    if options.chunk:
        jax_mixers.CHUNK = dict.fromkeys(jax_mixers.CHUNK, options.chunk)
    if options.check:
        return check(options.check)
    results = []
    for mixer in MIXERS if options.mixer == "all" else [options.mixer]:
        results.append(measure(mixer, options))
        if not options.json:
            r = results[-1]
            print(f"{mixer:16}{r['tokens_per_second']:9.0f} tokens/s best, "
                  f"{r['median_tokens_per_second']:9.0f} median", flush=True)
    if options.json:
        print(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
