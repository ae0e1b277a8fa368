"""The language model around the mixers, its loss and its training step, in JAX.

A model is a configuration (a dict with FLA's names, as in a checkpoint's `config.json`) and
parameters (a dict from FLA's names to float32 arrays in PyTorch's layout).
"""

import math

import jax
import jax.numpy as jnp
import numpy as np

from jax_mixers import MIXERS, linear, rms_norm

# FLA's model_type of each mixer's family.
MODEL_TYPES = {
    "attention": "transformer",
    "hgrn": "hgrn",
    "retnet": "retnet",
    "gla": "gla",
    "hgrn2": "hgrn2",
    "deltanet": "delta_net",
    "gated_deltanet": "gated_deltanet",
}
MIXER_OF = {model_type: mixer for mixer, model_type in MODEL_TYPES.items()}

# Options with one value that is computed here; another value is refused, never ignored.
FIXED = {
    "hidden_act": ("swish", "silu"),
    "elementwise_affine": (True,),
    "tie_word_embeddings": (False,),
    "attnres_block_size": (None,),
    "conv_size": (4,),
    "feature_map": (None,),
    "clamp_min": (None,),
    "use_output_gate": (True,),
    "use_gk": (True,),
    "use_gv": (False,),
    "use_beta": (True,),
    "use_output_norm": (True,),
    "qk_activation": ("silu",),
    "allow_neg_eigval": (False,),
    "output_gate_activation": ("swish",),
    "num_v_heads": (None,),
}
FIXED_OF = {
    "retnet": {"num_kv_heads": (None,)},
    "gla": {"num_kv_heads": (None,)},
    "deltanet": {"use_short_conv": (True,), "use_gate": (False,), "qk_norm": ("l2",)},
    "gated_deltanet": {"use_short_conv": (True,), "use_gate": (True,)},
}


def refused(config):
    """What this configuration asks for that is not computed here; empty when all is well."""
    if config["model_type"] not in MIXER_OF:
        return [f"model_type = {config['model_type']}"]
    fixed = FIXED | FIXED_OF.get(MIXER_OF[config["model_type"]], {})
    return [f"{n} = {config[n]}" for n, ok in fixed.items() if n in config and config[n] not in ok]


def intermediate_size(config):
    if config.get("intermediate_size"):
        return config["intermediate_size"]
    return 256 * -(-int(config["hidden_size"] * config.get("hidden_ratio", 4) * 2 / 3) // 256)


class LayerParameters:
    """One layer's mixer parameters, by their names inside the mixer."""

    def __init__(self, parameters, layer):
        self.parameters, self.layer = parameters, layer

    def __call__(self, name):
        return self.parameters[f"model.layers.{self.layer}.attn.{name}"]

    def has(self, name):
        return f"model.layers.{self.layer}.attn.{name}" in self.parameters

    def shared(self, name):
        return self.parameters[f"model.{name}"]


def logits(config, parameters, ids):
    """`[B, T]` to `[B, T, vocab]`."""
    epsilon, hybrid = config["norm_eps"], config.get("attn") or {"layers": []}
    x = parameters["model.embeddings.weight"][ids]
    for layer in range(config["num_hidden_layers"]):
        def p(name):
            return parameters[f"model.layers.{layer}.{name}"]

        full = layer in hybrid["layers"]
        mixer = MIXERS["attention" if full else MIXER_OF[config["model_type"]]]
        normed = rms_norm(x, p("attn_norm.weight"), epsilon)
        x = x + mixer(hybrid if full else config, LayerParameters(parameters, layer), normed)
        normed = rms_norm(x, p("mlp_norm.weight"), epsilon)
        gate, up = linear(normed, p("mlp.gate_proj.weight")), linear(normed, p("mlp.up_proj.weight"))
        x = x + linear(jax.nn.silu(gate) * up, p("mlp.down_proj.weight"))
    x = rms_norm(x, parameters["model.norm.weight"], epsilon)
    return linear(x, parameters["lm_head.weight"])


def loss(config, parameters, ids, targets):
    """Mean cross-entropy, natural log; targets `[B, T']` belong to the first T' positions."""
    scores = logits(config, parameters, ids)[:, : targets.shape[1]]
    picked = jnp.take_along_axis(scores, targets[..., None], axis=-1)[..., 0]
    return jnp.mean(jax.nn.logsumexp(scores, axis=-1) - picked)


# Training


def decays(name, value):
    """Weight decay is for matrices, not for norms, biases and gates."""
    return value.ndim >= 2 and not name.endswith("lower_bounds")


def initial_state(parameters):
    zeros = {name: jnp.zeros_like(value) for name, value in parameters.items()}
    return {
        "step": jnp.zeros((), jnp.float32),
        "parameters": parameters,
        "mean": zeros,
        "square": {name: jnp.zeros_like(value) for name, value in parameters.items()},
    }


def make_train_step(config, rate=1e-3, beta1=0.9, beta2=0.95, epsilon=1e-8, decay=0.1, clip=1.0):
    """`(state, ids, targets) -> (state, loss)`, compiled: gradients, global-norm clipping, AdamW.

    The state's buffers are donated: the new ones take their place.
    """

    def train_step(state, ids, targets):
        parameters = state["parameters"]
        value, gradients = jax.value_and_grad(lambda p: loss(config, p, ids, targets))(parameters)
        norm = jnp.sqrt(sum(jnp.sum(g * g) for g in gradients.values()))
        scale = jnp.minimum(1, clip / (norm + 1e-6))
        step = state["step"] + 1
        correction1, correction2 = 1 - beta1**step, 1 - beta2**step
        new = {"step": step, "parameters": {}, "mean": {}, "square": {}}
        for name, gradient in gradients.items():
            g = gradient * scale
            m = beta1 * state["mean"][name] + (1 - beta1) * g
            s = beta2 * state["square"][name] + (1 - beta2) * g * g
            w = parameters[name] * (1 - rate * decay if decays(name, parameters[name]) else 1)
            w = w - rate * (m / correction1) / (jnp.sqrt(s / correction2) + epsilon)
            new["parameters"][name], new["mean"][name], new["square"][name] = w, m, s
        return new, value

    return jax.jit(train_step, donate_argnums=0)


# Parameters


def mixer_shapes(config, mixer):
    """FLA's parameters of one mixer: name to shape."""
    d, count = config["hidden_size"], config.get("num_heads")
    if mixer == "attention":
        kv = d // count * (config.get("num_kv_heads") or count)
        q, k, v = d, kv, kv
    elif mixer in ("retnet", "gla", "deltanet"):
        q = k = int(d * config["expand_k"])
        v = int(d * config["expand_v"])
    elif mixer == "gated_deltanet":
        q = k = count * config["head_dim"]
        v = int(q * config["expand_v"])
    else:
        q = k = v = int(d * config["expand_ratio"]) if mixer == "hgrn" else d
    out = {"o_proj.weight": (d, v)}
    first = {"hgrn": "if", "hgrn2": "qfi"}.get(mixer, "qkv")
    for name, width in zip(first, (q, k, v)):
        out[f"{name}_proj.weight"] = (width, d)
        if config.get("use_short_conv"):
            out[f"{name}_conv1d.weight"] = (width, 1, 4)
        if mixer == "attention" and config.get("qkv_bias"):
            out[f"{name}_proj.bias"] = (width,)
    if mixer == "attention" and config.get("qk_norm"):
        out |= {"q_norm.weight": (d // count,), "k_norm.weight": (d // count,)}
    if mixer in ("hgrn", "retnet", "gla", "gated_deltanet"):
        out["g_proj.weight"] = (v, d)
    if mixer in ("hgrn", "hgrn2"):
        out["g_norm.weight"] = (v,)
    if mixer in ("retnet", "gla"):
        out["g_norm_swish_gate.weight"] = (v // count,)
    if mixer == "gla":
        out |= {"gk_proj.0.weight": (16, d), "gk_proj.1.weight": (k, 16), "gk_proj.1.bias": (k,)}
    if mixer in ("deltanet", "gated_deltanet"):
        out |= {"o_norm.weight": (v // count,), "b_proj.weight": (count, d)}
    if mixer == "gated_deltanet":
        out |= {"a_proj.weight": (count, d), "A_log": (count,), "dt_bias": (count,)}
    return out


def shapes(config):
    """Every parameter of the model: name to shape."""
    d, m, vocab = config["hidden_size"], intermediate_size(config), config["vocab_size"]
    family, hybrid = MIXER_OF[config["model_type"]], config.get("attn") or {"layers": []}
    out = {"model.embeddings.weight": (vocab, d), "model.norm.weight": (d,), "lm_head.weight": (vocab, d)}
    if family in ("hgrn", "hgrn2"):
        width = int(d * config["expand_ratio"]) if family == "hgrn" else d
        out["model.lower_bounds"] = (config["num_hidden_layers"], width)
    for layer in range(config["num_hidden_layers"]):
        full = layer in hybrid["layers"]
        mixer = mixer_shapes(hybrid | {"hidden_size": d} if full else config, "attention" if full else family)
        block = {"attn_norm.weight": (d,), "mlp_norm.weight": (d,)}
        block |= {"mlp.gate_proj.weight": (m, d), "mlp.up_proj.weight": (m, d), "mlp.down_proj.weight": (d, m)}
        block |= {f"attn.{name}": shape for name, shape in mixer.items()}
        out |= {f"model.layers.{layer}.{name}": shape for name, shape in block.items()}
    return out


def initial_parameters(config, seed=0):
    """FLA's initialisation: N(0, 0.02^2), norms 1, biases and bounds 0, the gates' own."""
    random = np.random.default_rng(seed)

    def initial(name, shape):
        if name.endswith("A_log"):
            return np.log(random.uniform(1e-4, 16, shape))
        if name.endswith("dt_bias"):
            dt = np.exp(random.uniform(math.log(1e-3), math.log(0.1), shape))
            return dt + np.log(-np.expm1(-dt))
        if name.endswith((".bias", "lower_bounds")):
            return np.zeros(shape)
        if "norm" in name:
            return np.ones(shape)
        return random.normal(0, 0.02, shape)

    return {name: jnp.asarray(initial(name, shape), jnp.float32) for name, shape in shapes(config).items()}
