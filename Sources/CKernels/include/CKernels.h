// Vectorised loops over float32, for what BLAS has no routine for.
//
// Rules of this target: scalar loops over restrict pointers that compilers turn into vectors; one
// body compiled for three instruction sets and chosen at load time; no fused multiply-add unless a
// file says so; sums in a fixed order of 16 lanes. So the same CPU gives the same bits each time.
// Matrices are row-major; `ld` is the distance between two rows.
#pragma once
#include <stddef.h>
#include <stdint.h>

// ---- environment

/// Denormals become zero until `ck_leave`; returns what to hand to it.
unsigned ck_enter(void);
void ck_leave(unsigned state);

// ---- elementwise

/// y += x.
void ck_add(float *restrict y, const float *restrict x, size_t n);
/// y = a + b.
void ck_sum(float *restrict y, const float *restrict a, const float *restrict b, size_t n);
/// Each row of y [rows, cols] += b [cols].
void ck_add_row(float *restrict y, size_t ld, const float *restrict b, size_t rows, size_t cols);
/// d [cols] += the sum of the rows of x [rows, cols].
void ck_sum_rows(float *restrict d, const float *restrict x, size_t ld, size_t rows, size_t cols);
/// y [rows, cols] = x [rows, cols].
void ck_copy(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
             size_t cols);
/// y = silu(x), by rows.
void ck_silu(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
             size_t cols);
/// dx = dy silu'(x), by rows; dx may be dy.
void ck_silu_backward(float *dx, size_t lddx, const float *dy, size_t lddy, const float *restrict x,
                      size_t ldx, size_t rows, size_t cols);
/// y = sigmoid(x), by rows.
void ck_sigmoid(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
                size_t cols);
/// y = e^x.
void ck_exp(float *restrict y, const float *restrict x, size_t n);
/// GatedMLP: gu [rows, 2m] holds gate and up; h [rows, m] = silu(gate) up.
void ck_swiglu(float *restrict h, const float *restrict gu, size_t rows, size_t m);
/// Replaces gu [rows, 2m] by the gradients of gate and up.
void ck_swiglu_backward(float *restrict gu, const float *restrict dh, size_t rows, size_t m);

// ---- norms

/// y = x / sqrt(mean(x²) + eps) w over the columns; inverse roots go to rstd [rows].
void ck_rms(float *restrict y, float *restrict rstd, const float *restrict x, const float *restrict w,
            size_t rows, size_t cols, float eps);
/// dx = gradient of x (added to dx where `add`); dw [cols] += gradient of w.
void ck_rms_backward(float *dx, float *restrict dw, const float *dy, const float *restrict x,
                     const float *restrict w, const float *restrict rstd, size_t rows, size_t cols,
                     int add);
/// y = rms(x; w) silu(g) for x [tokens, heads, cols]; g has its own distance between tokens.
void ck_rms_gated(float *restrict y, float *restrict rstd, const float *restrict x,
                  const float *restrict w, const float *restrict g, size_t ldg, size_t tokens,
                  size_t heads, size_t cols, float eps);
void ck_rms_gated_backward(float *restrict dx, float *restrict dg, size_t lddg, float *restrict dw,
                           const float *restrict dy, const float *restrict x,
                           const float *restrict w, const float *restrict g, size_t ldg,
                           const float *restrict rstd, size_t tokens, size_t heads, size_t cols);
/// In place, rms over each head of x [tokens, heads, cols] with rows `ld` apart (attention's qk_norm).
void ck_rms_heads(float *restrict y, size_t ldy, float *restrict rstd, const float *restrict x,
                  size_t ldx, const float *restrict w, size_t tokens, size_t heads, size_t cols,
                  float eps);
void ck_rms_heads_backward(float *restrict dx, size_t lddx, float *restrict dw,
                           const float *restrict dy, size_t lddy, const float *restrict x,
                           size_t ldx, const float *restrict w, const float *restrict rstd,
                           size_t tokens, size_t heads, size_t cols);
/// In place: x / sqrt(sum(x²) + 1e-6) for each of the rows [rows, cols]; inverse roots to inv.
void ck_l2(float *restrict x, float *restrict inv, size_t rows, size_t cols);
/// In place on dy: gradient of the input, from the output y and the inverse roots.
void ck_l2_backward(float *restrict dy, const float *restrict y, const float *restrict inv,
                    size_t rows, size_t cols);

// ---- attention

/// Rotates pairs (j, j + D/2) of each head of x [tokens, heads, D] by the tables' angle of its
/// position (token index modulo `length`, plus `start`); `sign` -1 rotates back.
void ck_rope(float *restrict x, size_t ld, const float *restrict cosine, const float *restrict sine,
             size_t tokens, size_t length, size_t start, size_t heads, size_t head_dim, float sign);
/// Rows of scores s [rows, cols] -> probabilities. Row r sees columns lo(r)..hi(r), where
/// hi = first + r + 1 and lo = max(0, hi - window); others become 0. lse gets log sum exp.
void ck_softmax(float *restrict s, size_t ld, float *restrict lse, size_t rows, size_t cols,
                size_t first, size_t window, float scale);
/// Rows of scores -> probabilities, from the log sum exp of the forward pass.
void ck_softmax_again(float *restrict s, size_t ld, const float *restrict lse, size_t rows,
                      size_t cols, size_t first, size_t window, float scale);
/// dp [rows, cols] -> gradient of the scores: p (dp - delta) scale, 0 where p is.
void ck_softmax_backward(float *restrict dp, size_t ldp, const float *restrict p, size_t ld,
                         const float *restrict delta, size_t rows, size_t cols, float scale);
/// out [rows] = sum over columns of a b.
void ck_row_dots(float *restrict out, const float *restrict a, size_t lda, const float *restrict b,
                 size_t ldb, size_t rows, size_t cols);

// ---- short convolution; x, y [length, channels], w [channels, width], wt [width, channels]

void ck_transpose(float *restrict out, const float *restrict in, size_t rows, size_t cols);
/// out [cols, rows] += the transpose of in [rows, cols].
void ck_transpose_add(float *restrict out, const float *restrict in, size_t rows, size_t cols);
/// y_t = sum_k wt_k x_{t-width+1+k}; then silu where `silu`. `history` rows before x count as
/// given (0: zeros).
void ck_conv(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
             const float *restrict wt, size_t length, size_t channels, size_t width, int silu);
/// dy -> dx; dwt [width, channels] += ; `pre` [length, channels] is room for the inner gradient.
void ck_conv_backward(float *restrict dx, size_t lddx, float *restrict dwt, float *restrict pre,
                      const float *restrict dy, size_t lddy, const float *restrict x, size_t ldx,
                      const float *restrict wt, size_t length, size_t channels, size_t width,
                      int silu);

// ---- embedding and loss

void ck_gather(float *restrict y, const float *restrict table, const int32_t *restrict ids,
               size_t rows, size_t cols);
void ck_scatter_add(float *restrict table, const float *restrict dy, const int32_t *restrict ids,
                    size_t rows, size_t cols);
/// One sequence [length, cols]: y_t = x_t + w x_{t-1}.
void ck_token_shift(float *restrict y, const float *restrict x, const float *restrict w,
                    size_t length, size_t cols);
void ck_token_shift_backward(float *restrict dx, float *restrict dw, const float *restrict dy,
                             const float *restrict x, const float *restrict w, size_t length,
                             size_t cols);
/// Cross-entropy in place: logits [rows, cols] become their gradients times `scale` (rows with a
/// negative target become 0). loss [rows] in nats, 0 for those; hit [rows] is 1 where the first of
/// the largest logits is the target. With scale 0 the logits stay as they are.
void ck_cross_entropy(float *restrict logits, const int32_t *restrict targets, float *restrict loss,
                      uint8_t *restrict hit, size_t rows, size_t cols, float scale);

// ---- gates

/// log_a = log sigmoid(z) / normalizer, by rows.
void ck_log_sigmoid(float *restrict log_a, const float *restrict z, size_t ldz, size_t rows,
                    size_t cols, float normalizer);
/// dz = dlog_a / normalizer (1 - sigmoid(z)).
void ck_log_sigmoid_backward(float *restrict dz, size_t lddz, const float *restrict dlog_a,
                             const float *restrict z, size_t ldz, size_t rows, size_t cols,
                             float normalizer);
/// f = lb + (1 - lb) sigmoid(z); k = 1 - f = (1 - lb) sigmoid(-z); log_f = log f. lb [cols].
void ck_lower_gate(float *restrict log_f, float *restrict k, const float *restrict z, size_t ldz,
                   const float *restrict lb, size_t rows, size_t cols);
/// From dlog_f and dk: dz, and dlb [cols] +=.
void ck_lower_gate_backward(float *restrict dz, size_t lddz, float *restrict dlb,
                            const float *restrict dlog_f, const float *restrict dk,
                            const float *restrict log_f, const float *restrict k,
                            const float *restrict z, size_t ldz, const float *restrict lb,
                            size_t rows, size_t cols);
/// log_alpha [rows, heads] = -exp(a_log) softplus(a + dt_bias).
void ck_decay_gate(float *restrict log_alpha, const float *restrict a, size_t lda,
                   const float *restrict a_log, const float *restrict dt_bias, size_t rows,
                   size_t heads);
void ck_decay_gate_backward(float *restrict da, size_t ldda, float *restrict da_log,
                            float *restrict ddt_bias, const float *restrict dlog_alpha,
                            const float *restrict log_alpha, const float *restrict a, size_t lda,
                            const float *restrict a_log, const float *restrict dt_bias,
                            size_t rows, size_t heads);

// ---- HGRN's scan, one sequence [length, channels]

/// h_t = f_t h_{t-1} + u_t with f = lb + (1 - lb) sigmoid(zf) and u = silu(zi) (1 - f); f, h kept.
/// h0 [channels] is the state before; null for zeros.
void ck_hgrn(float *restrict h, float *restrict f, const float *restrict zi, const float *restrict zf,
             size_t ldz, const float *restrict lb, const float *restrict h0, size_t length,
             size_t channels);
/// dh -> dzi, dzf, and dlb [channels] +=; carry [channels] is room.
void ck_hgrn_backward(float *restrict dzi, float *restrict dzf, size_t lddz, float *restrict dlb,
                      float *restrict carry, const float *restrict dh, const float *restrict h,
                      const float *restrict f, const float *restrict zi, const float *restrict zf,
                      size_t ldz, const float *restrict lb, size_t length, size_t channels);

// ---- matrix states: pieces of the chunkwise forms. c tokens of a chunk, K and V of one head.

/// One step of S = diag(a) S + k v', o = scale S'q. S [K, V]; a, k, q [K]; v, o [V].
void ck_state_step(float *restrict S, const float *restrict a, const float *restrict k,
                   const float *restrict v, const float *restrict q, float *restrict o, size_t K,
                   size_t V, float scale);
/// One step of S = alpha S; S += k (beta (v - S'k))'; o = scale S'q.
void ck_delta_step(float *restrict S, float alpha, float beta, const float *restrict k,
                   const float *restrict v, const float *restrict q, float *restrict o, size_t K,
                   size_t V, float scale);

/// One step of S = alpha S + k (beta v)'; o = scale S'q.
void ck_write_step(float *restrict S, float alpha, float beta, const float *restrict k,
                   const float *restrict v, const float *restrict q, float *restrict o, size_t K,
                   size_t V, float scale);

/// Cumulative sums G of log_a [c, K] in the chunk and what the products need, relative to the middle
/// row m: qt = scale q e^(G-Gm), kt = k e^(Gm-G), eq = scale e^(G-Gm), ek = e^(Gm-G) [c, K],
/// em = e^Gm, el = e^(Gc-Gm) [K]. Returns the largest |exponent|.
float ck_gated_prepare(float *restrict qt, float *restrict kt, float *restrict eq,
                       float *restrict ek, float *restrict em, float *restrict el,
                       const float *restrict log_a, size_t lda, const float *restrict q, size_t ldq,
                       const float *restrict k, size_t ldk, size_t c, size_t K, float scale);
/// The exact recurrence over c tokens, for gates whose products would leave float32's range.
void ck_gated_exact(float *restrict S, const float *restrict log_a, size_t lda,
                    const float *restrict q, size_t ldq, const float *restrict k, size_t ldk,
                    const float *restrict v, size_t ldv, float *restrict o, size_t ldo, size_t c,
                    size_t K, size_t V, float scale);
/// Its gradients, from the state before the chunk S and after it dS (which becomes that before).
/// work has room for K V.
void ck_gated_exact_backward(float *restrict dq, size_t lddq, float *restrict dk, size_t lddk,
                             float *restrict dv, size_t lddv, float *restrict dS,
                             float *restrict work, const float *restrict S,
                             const float *restrict dout, size_t lddo, const float *restrict log_a,
                             size_t lda, const float *restrict q, size_t ldq,
                             const float *restrict k, size_t ldk, const float *restrict v,
                             size_t ldv, size_t c, size_t K, size_t V, float scale);
/// Gradient of log_a [c, K]: reversed cumulative sums of q dq - k dk, with `last` [K] added to the
/// last row.
void ck_gated_gate_backward(float *restrict dlog_a, size_t ldd, const float *restrict q, size_t ldq,
                            const float *restrict dq, size_t lddq, const float *restrict k,
                            size_t ldk, const float *restrict dk, size_t lddk,
                            const float *restrict last, size_t c, size_t K);

/// Keeps the lower triangle of a [c, c] (with the diagonal), zeroes the rest.
void ck_tril(float *restrict a, size_t ld, size_t c);
/// a = tril(a ⊙ d), d [c, c] with distance ldd.
void ck_tril_times(float *restrict a, size_t ld, const float *restrict d, size_t ldd, size_t c);
/// y [rows, cols] = x, row i times s_i.
void ck_scale_rows(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
                   const float *restrict s, size_t rows, size_t cols);
/// S = s S + nothing, by rows: row i times s_i, in place.
void ck_scale_rows_in_place(float *restrict y, size_t ld, const float *restrict s, size_t rows,
                            size_t cols);
/// x = s x.
void ck_scale(float *restrict x, float s, size_t n);

/// Solves (I + A) u = r in place on r [c, V]; A [c, c] strictly lower.
void ck_unit_lower_solve(float *restrict r, size_t ldr, const float *restrict a, size_t lda,
                         size_t c, size_t V);
/// Solves (I + A)' u = r in place.
void ck_unit_lower_solve_transposed(float *restrict r, size_t ldr, const float *restrict a,
                                    size_t lda, size_t c, size_t V);
/// E [c, c] = e^(G_i - G_j) for i >= j, else 0; G are the cumulative sums of log_alpha (stride ld).
void ck_pair_decay(float *restrict E, float *restrict G, const float *restrict log_alpha, size_t ld,
                   size_t c);

/// A [c, c]: from k k' to beta_i (k k')_ij E_ij below the diagonal, 0 elsewhere. E null: ones.
void ck_delta_lower(float *restrict A, const float *restrict beta, size_t ldb,
                    const float *restrict E, size_t c);
/// r [c, V]: from S'k to beta (v - decay S'k). decay null: ones.
void ck_delta_residual(float *restrict r, const float *restrict v, size_t ldv,
                       const float *restrict beta, size_t ldb, const float *restrict decay,
                       size_t c, size_t V);
/// From dr [c, V] and kS = S'k: dv = beta dr, z = -beta decay dr, dbeta_i = dr_i (v_i - decay_i kS_i).
void ck_delta_residual_backward(float *restrict dv, size_t lddv, float *restrict z,
                                float *restrict dbeta, size_t lddb, const float *restrict dr,
                                const float *restrict kS, const float *restrict v, size_t ldv,
                                const float *restrict beta, size_t ldb,
                                const float *restrict decay, size_t c, size_t V);
/// From dA (dr u', negated here) and M = k k': dM_ij = dA_ij beta_i E_ij below the diagonal, and
/// dbeta_i += sum_j dA_ij M_ij E_ij. dG [c] += rows minus columns of dA A, where it is not null.
void ck_delta_lower_backward(float *restrict dA, float *restrict dbeta, size_t lddb,
                             float *restrict dG, const float *restrict M,
                             const float *restrict beta, size_t ldb, const float *restrict E,
                             size_t c);
/// dG [c] += row sums minus column sums of a ⊙ b over the lower triangle.
void ck_pair_decay_backward(float *restrict dG, const float *restrict a, const float *restrict b,
                            size_t c);
/// From G [c]: up = scale e^G and down = e^(G_last - G). Returns e^G_last.
float ck_chunk_decay(float *restrict up, float *restrict down, const float *restrict G, size_t c,
                     float scale);
/// dlog_a_t (stride ld) = sum of dG from t on.
void ck_reverse_sums(float *restrict dlog_a, size_t ld, const float *restrict dG, size_t c);
/// dG_i += sign a_i b_i over columns; returns the sum of the a_i b_i.
float ck_decay_dots(float *restrict dG, const float *restrict a, const float *restrict b, size_t c,
                    size_t cols, float sign);
/// y [rows, cols] = a b, elementwise.
void ck_times(float *restrict y, size_t ldy, const float *restrict a, const float *restrict b,
              size_t rows, size_t cols);
/// y [rows, cols] += x.
void ck_add_rows(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
                 size_t cols);

// ---- optimiser

/// The sum of squares, in double precision.
double ck_sum_squares(const float *x, size_t n);
/// One AdamW step as torch.optim.AdamW does it; bias1 = 1 - beta1^t, bias2 = 1 - beta2^t, and the
/// gradient is multiplied by gscale first.
void ck_adamw(float *restrict p, const float *restrict g, float *restrict m, float *restrict v,
              size_t n, float lr, float beta1, float beta2, float eps, float decay, float bias1,
              float bias2, float gscale);
