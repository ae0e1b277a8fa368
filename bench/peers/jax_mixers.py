"""The token mixers in JAX: softmax attention and six linear ones, each in chunkwise form.

Names, sizes and formulas are those of flash-linear-attention (FLA). A mixer is a function
`(config, p, x) -> y` with x and y `[B, T, d]`, and `p(name)` the layer's parameters by FLA's name
in PyTorch's layout: a Linear weight is `[out, in]`.

A linear mixer keeps a state S `[K, V]` per head:

    S_t = decay_t S_{t-1} + k_t v_t',      o_t = S_t' q_t / sqrt K

Chunkwise, a sequence is cut into chunks of C tokens. Inside a chunk all pairs of tokens meet in
matrix products, for all chunks at once; only the states at the chunks' starts, T / C of them, need a
scan. G is the running sum of log decay inside a chunk, up to and with the token's own.
"""

import jax
import jax.numpy as jnp
from jax import lax

# Tokens in a chunk: about the fastest of 16, 32, 64 and 128 at the reference configuration, one core.
# GLA and HGRN2 scale by e^(G - G_middle), which stays inside float32 while C / 2 |log decay| < 80.
CHUNK = {"attention": 64, "retnet": 64, "gla": 32, "hgrn2": 32, "deltanet": 32, "gated_deltanet": 32}
# A scan of at most this many chunks is written out, which lets XLA fuse across its steps.
UNROLL = 16


# Parts that several mixers share


def linear(x, weight, bias=None):
    y = lax.dot_general(x, weight, (((x.ndim - 1,), (1,)), ((), ())))
    return y if bias is None else y + bias


def rms_norm(x, weight, epsilon):
    return x * lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def gated_rms_norm(x, gate, weight, epsilon):
    return rms_norm(x, weight, epsilon) * jax.nn.silu(gate)


def l2_norm(x):
    return x * lax.rsqrt(jnp.sum(x * x, axis=-1, keepdims=True) + 1e-6)


def short_conv(x, weight):
    """Causal depthwise convolution over time, `weight [C, 1, width]`; the last tap is the token's own."""
    width, length = weight.shape[-1], x.shape[1]
    padded = jnp.pad(x, ((0, 0), (width - 1, 0), (0, 0)))
    return sum(padded[:, i : i + length] * weight[:, 0, i] for i in range(width))


def rope(x, theta=10000.0):
    """Rotary position embedding over the whole head `[B, T, H, D]`, halves as pairs."""
    half = x.shape[-1] // 2
    frequency = theta ** (-jnp.arange(half, dtype=jnp.float32) / half)
    angle = jnp.arange(x.shape[1], dtype=jnp.float32)[:, None, None] * frequency
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    a, b = x[..., :half], x[..., half:]
    return jnp.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)


def heads(x, count):
    return x.reshape(*x.shape[:2], count, -1)


def merge_heads(x):
    return x.reshape(*x.shape[:2], -1)


def to_chunks(x, chunk):
    """`[B, T, H, K]` to `[N, B H, C, K]`, with zeros after the end."""
    batch, length, count, width = x.shape
    chunks = -(-length // chunk)
    x = jnp.pad(x, ((0, 0), (0, chunks * chunk - length), (0, 0), (0, 0)))
    x = x.reshape(batch, chunks, chunk, count, width).transpose(1, 0, 3, 2, 4)
    return x.reshape(chunks, batch * count, chunk, width)


def from_chunks(x, batch, length):
    """Back to `[B, T, H, V]`."""
    chunks, rows, chunk, width = x.shape
    x = x.reshape(chunks, batch, rows // batch, chunk, width).transpose(1, 0, 3, 2, 4)
    return x.reshape(batch, chunks * chunk, rows // batch, width)[:, :length]


def running_sum(x):
    """Sum over the tokens of a chunk up to each, `[..., C, K]`: one product with a triangle of ones."""
    return jnp.tril(jnp.ones((x.shape[-2], x.shape[-2]))) @ x


def transposed(x):
    return jnp.swapaxes(x, -1, -2)


def states(decay, update):
    """The states at the chunks' starts: `S_{n+1} = decay_n S_n + update_n`, S_0 = 0; both `[N, ...]`."""

    def step(state, chunk):
        return chunk[0] * state + chunk[1], state

    decay = jnp.broadcast_to(decay, update.shape[:-1] + decay.shape[-1:])
    return lax.scan(step, jnp.zeros_like(update[0]), (decay, update), unroll=len(update) <= UNROLL or 1)[1]


# Full attention


def attention(config, p, x):
    count = config["num_heads"]
    kv_count = config.get("num_kv_heads") or count
    biased = config.get("qkv_bias")
    q, k, v = (linear(x, p(f"{n}_proj.weight"), p(f"{n}_proj.bias") if biased else None) for n in "qkv")
    q, k, v = heads(q, count), heads(k, kv_count), heads(v, kv_count)
    if config.get("qk_norm"):
        q = rms_norm(q, p("q_norm.weight"), 1e-5)
        k = rms_norm(k, p("k_norm.weight"), 1e-5)
    theta = config.get("rope_theta") or 10000.0
    o = attend(rope(q, theta), rope(k, theta), v, config.get("window_size"))
    return linear(merge_heads(o), p("o_proj.weight"))


def attend(q, k, v, window):
    """Causal softmax attention in blocks of queries, each with just the keys that it can see."""
    length, count, width = q.shape[1:]
    q = (q * width**-0.5).transpose(0, 2, 1, 3)
    # Query head h reads key head h div (H / Hkv).
    k, v = (jnp.repeat(a, count // a.shape[2], axis=2).transpose(0, 2, 1, 3) for a in (k, v))
    blocks = []
    for start in range(0, length, CHUNK["attention"]):
        end = min(start + CHUNK["attention"], length)
        first = max(0, start - window + 1) if window else 0
        distance = jnp.arange(start, end)[:, None] - jnp.arange(first, end)
        seen = (distance >= 0) & (distance < window) if window else distance >= 0
        scores = q[:, :, start:end] @ transposed(k[:, :, first:end])
        weights = jax.nn.softmax(jnp.where(seen, scores, -jnp.inf), axis=-1)
        blocks.append(weights @ v[:, :, first:end])
    return jnp.concatenate(blocks, axis=2).transpose(0, 2, 1, 3)


# HGRN: a state that is a vector


def hgrn(config, p, x):
    i, f = linear(x, p("i_proj.weight")), linear(x, p("f_proj.weight"))
    if config.get("use_short_conv"):
        i, f = short_conv(i, p("i_conv1d.weight")), short_conv(f, p("f_conv1d.weight"))
    f = above_lower_bound(jax.nn.sigmoid(f), p)
    h = gated_sum(f, jax.nn.silu(i) * (1 - f))
    gate = linear(x, p("g_proj.weight"))
    return linear(gated_rms_norm(h, gate, p("g_norm.weight"), config["norm_eps"]), p("o_proj.weight"))


def above_lower_bound(f, p):
    """Lifts the forget gate above the layer's learned bound; the first layer has none."""
    if p.layer == 0:
        return f
    share = jax.nn.softmax(p.shared("lower_bounds"), axis=0)
    bound = jnp.sum(share[1 : p.layer + 1], axis=0)
    return bound + (1 - bound) * f


def gated_sum(f, u):
    """`h_t = f_t h_{t-1} + u_t` over time, `[B, T, D]`, token by token.

    No products of matrices are to be had here, and a plain scan takes a third of the time of
    `lax.associative_scan`, whose log T passes go through memory.
    """

    def step(h, token):
        h = token[0] * h + token[1]
        return h, h

    f, u = jnp.swapaxes(f, 0, 1), jnp.swapaxes(u, 0, 1)
    return jnp.swapaxes(lax.scan(step, jnp.zeros_like(u[0]), (f, u))[1], 0, 1)


# RetNet: one constant decay per head


def retnet(config, p, x):
    count = config["num_heads"]
    # FLA's layer has short convolutions, but its model never asks for them: a RetNet that was made
    # with use_short_conv = true has no filters, and none are applied.
    conv = config.get("use_short_conv") and p.has("q_conv1d.weight")
    q, k, v = projections(config, p, x, conv)
    o = retention(rope(heads(q, count)), rope(heads(k, count)), heads(v, count))
    gate = heads(linear(x, p("g_proj.weight")), count)
    o = gated_rms_norm(o, gate, p("g_norm_swish_gate.weight"), config["norm_eps"])
    return linear(merge_heads(o), p("o_proj.weight"))


def projections(config, p, x, conv):
    """q, k, v; with `conv` each through its own short convolution and silu."""
    qkv = [linear(x, p(f"{n}_proj.weight")) for n in "qkv"]
    if not conv:
        return qkv
    return [jax.nn.silu(short_conv(a, p(f"{n}_conv1d.weight"))) for n, a in zip("qkv", qkv)]


def retention(q, k, v):
    (batch, length, count, width), chunk = q.shape, CHUNK["retnet"]
    gamma = 1 - 2.0 ** (-5 - jnp.arange(count))
    gamma = jnp.tile(gamma, batch)[:, None, None]  # [B H, 1, 1], as in the chunks' layout
    token = jnp.arange(chunk, dtype=jnp.float32)[:, None]
    distance = token - token.T
    decay = jnp.where(distance >= 0, gamma ** jnp.maximum(distance, 0), 0)
    q, k, v = to_chunks(q * width**-0.5, chunk), to_chunks(k, chunk), to_chunks(v, chunk)
    state = states(gamma**chunk, transposed(k * gamma ** (chunk - 1 - token)) @ v)
    o = (q @ transposed(k) * decay) @ v + (q * gamma ** (token + 1)) @ state
    return from_chunks(o, batch, length)


# GLA and HGRN2: a decay for every key channel


def gla(config, p, x):
    count = config["num_heads"]
    q, k, v = projections(config, p, x, config.get("use_short_conv"))
    gate = linear(linear(x, p("gk_proj.0.weight")), p("gk_proj.1.weight"), p("gk_proj.1.bias"))
    log_decay = jax.nn.log_sigmoid(gate) / 16
    q, k, v, log_decay = (heads(a, count) for a in (q, k, v, log_decay))
    o = decayed_attention(q, k, v, log_decay, CHUNK["gla"])
    gate = heads(linear(x, p("g_proj.weight")), count)
    o = gated_rms_norm(o, gate, p("g_norm_swish_gate.weight"), config["norm_eps"])
    return linear(merge_heads(o), p("o_proj.weight"))


def hgrn2(config, p, x):
    q, f, i = (linear(x, p(f"{n}_proj.weight")) for n in "qfi")
    if config.get("use_short_conv"):
        q, f, i = (short_conv(a, p(f"{n}_conv1d.weight")) for n, a in zip("qfi", (q, f, i)))
    f = above_lower_bound(jax.nn.sigmoid(f), p)
    count = config.get("num_heads") or f.shape[-1] // config["expand_ratio"]
    q, k, v, log_decay = (heads(a, count) for a in (jax.nn.silu(q), 1 - f, i, jnp.log(f)))
    o = decayed_attention(q, k, v, log_decay, CHUNK["hgrn2"])
    return linear(rms_norm(merge_heads(o), p("g_norm.weight"), 1e-5), p("o_proj.weight"))


def decayed_attention(q, k, v, log_decay, chunk):
    """`S_t = Diag(decay_t) S_{t-1} + k_t v_t'`. The reference in mid-chunk halves the exponents."""
    batch, length, _, width = q.shape
    q, k, v, log_decay = (to_chunks(a, chunk) for a in (q * width**-0.5, k, v, log_decay))
    total = running_sum(log_decay)  # G
    middle, last = total[..., chunk // 2 - 1 : chunk // 2, :], total[..., -1:, :]
    q, k = q * jnp.exp(total - middle), k * jnp.exp(middle - total)
    to_end, whole, into = (transposed(jnp.exp(a)) for a in (last - middle, last, middle))
    state = states(whole, to_end * (transposed(k) @ v))
    o = jnp.tril(q @ transposed(k)) @ v + q @ (into * state)
    return from_chunks(o, batch, length)


# DeltaNet and GatedDeltaNet: a write that first takes back what the key reads


def deltanet(config, p, x):
    o = delta_rule(*delta_inputs(config, p, x), None, CHUNK["deltanet"])
    o = rms_norm(o, p("o_norm.weight"), config["norm_eps"])
    return linear(merge_heads(o), p("o_proj.weight"))


def gated_deltanet(config, p, x):
    log_decay = -jnp.exp(p("A_log")) * jax.nn.softplus(linear(x, p("a_proj.weight")) + p("dt_bias"))
    o = delta_rule(*delta_inputs(config, p, x), log_decay, CHUNK["gated_deltanet"])
    gate = heads(linear(x, p("g_proj.weight")), config["num_heads"])
    o = gated_rms_norm(o, gate, p("o_norm.weight"), config["norm_eps"])
    return linear(merge_heads(o), p("o_proj.weight"))


def delta_inputs(config, p, x):
    q, k, v = (heads(a, config["num_heads"]) for a in projections(config, p, x, conv=True))
    return l2_norm(q), l2_norm(k), v, jax.nn.sigmoid(linear(x, p("b_proj.weight")))


def delta_rule(q, k, v, beta, log_decay, chunk):
    """`S_t = a_t S_{t-1} + b_t k_t (v_t - a_t S_{t-1}' k_t)'`, a = e^log_decay; None is no decay.

    Inside a chunk the writes u depend on one another through a triangular system, `(I + A) u = ...`;
    its inverse gives u = U - W S for any entering state S (the WY form).
    """
    batch, length, _, width = q.shape
    q, k, v, beta = (to_chunks(a, chunk) for a in (q * width**-0.5, k, v, beta[..., None]))
    at_or_before = jnp.tril(jnp.ones((chunk, chunk), bool))
    before = jnp.tril(at_or_before, -1)
    key_products, products = k @ transposed(k), q @ transposed(k)
    if log_decay is None:
        inverse = unit_triangle_inverse(jnp.where(before, beta * key_products, 0))
        products = jnp.where(at_or_before, products, 0)
        from_start, to_end, whole = 1, 1, jnp.ones((len(q), 1, 1, 1))
    else:
        total = running_sum(to_chunks(log_decay[..., None], chunk))  # G, [N, B H, C, 1]
        between = jnp.exp(jnp.where(at_or_before, total - transposed(total), -jnp.inf))
        inverse = unit_triangle_inverse(jnp.where(before, beta * key_products * between, 0))
        products = products * between
        last = total[..., -1:, :]
        from_start, to_end, whole = jnp.exp(total), jnp.exp(last - total), jnp.exp(last)
    writes = inverse @ (beta * v)
    reads = inverse @ (beta * from_start * k)

    def step(state, chunk):
        writes, reads, keys, whole = chunk
        u = writes - reads @ state
        return whole * state + transposed(keys) @ u, (u, state)

    start = jnp.zeros((q.shape[1], width, v.shape[-1]))
    xs = (writes, reads, to_end * k, whole)
    u, state = lax.scan(step, start, xs, unroll=len(q) <= UNROLL or 1)[1]
    return from_chunks((from_start * q) @ state + products @ u, batch, length)


@jax.custom_vjp
def unit_triangle_inverse(a):
    """`(I + a)^-1` for strictly lower triangular a `[..., C, C]`."""
    identity = jnp.broadcast_to(jnp.eye(a.shape[-1]), a.shape)
    return lax.linalg.triangular_solve(a, identity, left_side=True, lower=True, unit_diagonal=True)


def unit_triangle_inverse_forward(a):
    inverse = unit_triangle_inverse(a)
    return inverse, inverse


def unit_triangle_inverse_backward(inverse, d):
    return (-jnp.tril(transposed(inverse) @ d @ transposed(inverse), -1),)


unit_triangle_inverse.defvjp(unit_triangle_inverse_forward, unit_triangle_inverse_backward)


MIXERS = {
    "attention": attention,
    "hgrn": hgrn,
    "retnet": retnet,
    "gla": gla,
    "hgrn2": hgrn2,
    "deltanet": deltanet,
    "gated_deltanet": gated_deltanet,
}
