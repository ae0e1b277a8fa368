"""Writes golden cases: small models that flash-linear-attention (FLA) computes on a CPU.

    python make_golden.py FOLDER [CASE ...]      # no CASE: all cases

A case is `<name>.json` (configuration, loss, versions) and `<name>.safetensors` (parameters, inputs, logits,
gradients). The models, layers and Triton kernels are FLA's own and unchanged. README.md says what the fields mean.
"""

import argparse
import json
import os
import pathlib
import warnings
import zlib

# FLA warns that it found no GPU. Triton's interpreter warns about values at masked positions, which the kernels compute
# and drop; `make` checks that what is kept is finite.
warnings.filterwarnings("ignore", message="Triton is not supported on current platform")
warnings.filterwarnings("ignore", category=RuntimeWarning, module="triton.runtime.interpreter")

# Set before numpy and torch are imported: one thread, and the same instructions on every x86-64 CPU, so that sums
# are rounded in the same order everywhere.
os.environ.update(
    OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
    MKL_NUM_THREADS="1",
    MKL_CBWR="COMPATIBLE",
    ATEN_CPU_CAPABILITY="default",
    TRANSFORMERS_VERBOSITY="error",
    HF_HUB_OFFLINE="1",
)

import triton_on_cpu  # before fla

import numpy
import torch
import transformers
import triton
import fla
import fla.layers.attn
import fla.models
from fla.ops.attn import parallel_attn
from safetensors.torch import save

SEED = 20250706
BATCH, LENGTH, LONG_LENGTH = 2, 24, 100
VOCABULARY = 32

# FLA's fused cross-entropy refuses tensors on a CPU; without it, FLA calls torch's.
BASE = dict(
    vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=2, max_position_embeddings=128,
    fuse_cross_entropy=False,
)

# The name of a case, FLA's class of configuration, and the fields that differ from BASE. Each family appears with
# the options of its released models; the cases after them cover the options that those models leave out.
CASES = {
    "attention": ("TransformerConfig", dict(num_heads=2)),
    "attention_gqa_window": (
        "TransformerConfig", dict(num_heads=4, num_kv_heads=2, window_size=8, qk_norm=True, qkv_bias=True),
    ),
    "hgrn": ("HGRNConfig", dict(num_hidden_layers=3, expand_ratio=1)),
    "hgrn_conv": ("HGRNConfig", dict(expand_ratio=1, use_short_conv=True)),
    "retnet": ("RetNetConfig", dict(num_heads=2)),
    # FLA 0.6.0 ignores use_short_conv in RetNet's configuration: the model has no convolutions.
    "retnet_conv": ("RetNetConfig", dict(num_heads=2, use_short_conv=True)),
    "gla": ("GLAConfig", dict(num_heads=2)),
    "gla_conv": ("GLAConfig", dict(num_heads=2, use_short_conv=True)),
    "hgrn2": ("HGRN2Config", dict(num_hidden_layers=3, expand_ratio=8)),
    "hgrn2_conv": ("HGRN2Config", dict(expand_ratio=8, use_short_conv=True)),
    "deltanet": ("DeltaNetConfig", dict(num_heads=2, attn_mode="fused_recurrent")),
    "deltanet_gate": (
        "DeltaNetConfig",
        dict(
            num_heads=2, attn_mode="fused_recurrent", use_gate=True, allow_neg_eigval=True, expand_v=2.0,
            tie_word_embeddings=True,
        ),
    ),
    # FLA's rule of thumb: num_heads * head_dim is three quarters of hidden_size.
    "gated_deltanet": ("GatedDeltaNetConfig", dict(num_heads=2, head_dim=6)),
    "gated_deltanet_no_gate": ("GatedDeltaNetConfig", dict(num_heads=2, head_dim=6, use_gate=False, conv_size=3)),
    "hybrid_gated_deltanet": (
        "GatedDeltaNetConfig", dict(num_heads=2, head_dim=6, attn=dict(layers=[1], num_heads=2)),
    ),
    "hybrid_hgrn2": (
        "HGRN2Config", dict(num_hidden_layers=3, expand_ratio=8, attn=dict(layers=[2], num_heads=2)),
    ),
}

# The fields of a configuration that say how the model computes, other than those that transformers adds.
LEFT_OUT = {
    "_name_or_path", "architectures", "chunk_size_feed_forward", "dtype", "id2label", "is_encoder_decoder",
    "label2id", "output_attentions", "output_hidden_states", "problem_type", "return_dict", "torch_dtype",
    "transformers_version",
}


def attention(q, k, v, causal=True, window_size=(-1, -1), **_):
    """flash-attn's function, which needs CUDA, computed by FLA's own Triton kernel of softmax attention."""
    assert causal
    output = parallel_attn(q, k, v, window_size=None if window_size[0] < 0 else window_size[0] + 1)
    return output[0] if isinstance(output, tuple) else output


fla.layers.attn.flash_attn_func = attention
triton_on_cpu.give_loop_indices_a_cast()
torch.set_num_threads(1)


def random(case, purpose):
    """A generator that depends on the name of the case only, so that new cases leave the others as they are."""
    return torch.Generator().manual_seed(SEED + zlib.crc32(f"{case}/{purpose}".encode()))


def build(case):
    """FLA's model, in float32 on the CPU, as FLA initialises it."""
    name, fields = CASES[case]
    config = getattr(fla.models, name)(**{**BASE, **fields})
    torch.manual_seed(random(case, "initialise").initial_seed())
    model = getattr(fla.models, name.replace("Config", "ForCausalLM"))(config)
    return config, model.float().train()


def perturb(case, model):
    """Moves the parameters so that each matters: weights of N(0, 0.02) grow, and constants are no longer constant."""
    generator = random(case, "perturb")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith(("norm.weight", "norm_swish_gate.weight")):
                parameter.add_(0.2 * noise)
            elif name.endswith(".bias"):
                parameter.add_(0.5 * noise)
            elif "lower_bounds" in name:
                parameter.add_(noise)
            elif "conv1d" in name:
                parameter.mul_(20)
            elif name.endswith("A_log"):
                parameter.sub_(3)
            elif name.endswith("dt_bias"):
                parameter.add_(2 + 0.5 * noise)
            elif "embeddings" in name:
                parameter.mul_(50)
            else:
                parameter.mul_(14)


def make(case, folder):
    config, model = build(case)
    perturb(case, model)
    generator = random(case, "input")
    ids = torch.randint(0, VOCABULARY, (BATCH, LENGTH), generator=generator)
    long_ids = torch.randint(0, VOCABULARY, (1, LONG_LENGTH), generator=generator)

    triton_on_cpu.launched.clear()
    output = model(ids, labels=ids, use_cache=False)
    output.loss.backward()
    assert torch.isfinite(output.logits).all(), case
    long_output = model(long_ids, labels=long_ids, use_cache=False)
    assert torch.isfinite(long_output.logits).all(), case

    tensors = {
        "input_ids": ids.int(),
        "logits": output.logits.detach().clone(),
        "long_input_ids": long_ids.int(),
        "long_logits": long_output.logits.detach().clone(),
    }
    for name, parameter in model.named_parameters():
        gradient = parameter.grad
        assert gradient is not None and torch.isfinite(gradient).all(), (case, name)
        # Layer 0 of HGRN and HGRN-2 has no lower bound, so its gradient may be zero.
        assert gradient.abs().max() > 1e-7 or "lower_bounds" in name, (case, name)
        tensors[f"param.{name}"] = parameter.detach().clone().contiguous()
        tensors[f"grad.{name}"] = gradient.clone().contiguous()
    (folder / f"{case}.safetensors").write_bytes(save(tensors, metadata={"case": case}))

    description = {
        "case": case,
        "config": {key: value for key, value in sorted(config.to_dict().items()) if key not in LEFT_OUT},
        "loss": output.loss.item(),
        "long_loss": long_output.loss.item(),
        "seed": SEED,
        "versions": {
            "fla": fla.__version__,
            "numpy": numpy.__version__,
            # Without the build's label, such as +cpu.
            "torch": torch.__version__.split("+")[0],
            "transformers": transformers.__version__,
            "triton": triton.__version__,
        },
        "triton_kernels": sorted(triton_on_cpu.launched),
    }
    text = json.dumps(description, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{case}.json").write_text(text, encoding="utf-8")
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{case}: loss {description['loss']:.6f}, {count} parameters", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Write golden cases of flash-linear-attention.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("cases", nargs="*", metavar="case", help=", ".join(CASES))
    arguments = parser.parse_args()
    for case in arguments.cases:
        if case not in CASES:
            parser.error(f"{case} is not a case; expected one of {', '.join(CASES)}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for case in arguments.cases or CASES:
        make(case, arguments.folder)


main()
