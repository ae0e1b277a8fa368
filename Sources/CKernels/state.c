#include "common.h"
// Products of states are sums of many terms: here a multiply and an add may be one operation.
#pragma clang fp contract(fast)

CLONES void ck_state_step(float *restrict S, const float *restrict a, const float *restrict k,
                          const float *restrict v, const float *restrict q, float *restrict o,
                          size_t K, size_t V, float scale) {
  for (size_t j = 0; j < V; j++) o[j] = 0;
  for (size_t i = 0; i < K; i++) {
    float *restrict row = S + i * V;
    float ai = a[i], ki = k[i], qi = q[i] * scale;
    for (size_t j = 0; j < V; j++) {
      row[j] = ai * row[j] + ki * v[j];
      o[j] += qi * row[j];
    }
  }
}

CLONES void ck_delta_step(float *restrict S, float alpha, float beta, const float *restrict k,
                          const float *restrict v, const float *restrict q, float *restrict o,
                          size_t K, size_t V, float scale) {
  // o holds what the state recalls for k, then beta times the error, then the output.
  for (size_t j = 0; j < V; j++) o[j] = 0;
  for (size_t i = 0; i < K; i++) {
    float *restrict row = S + i * V;
    float ki = k[i];
    for (size_t j = 0; j < V; j++) {
      row[j] *= alpha;
      o[j] += ki * row[j];
    }
  }
  for (size_t j = 0; j < V; j++) o[j] = beta * (v[j] - o[j]);
  for (size_t i = 0; i < K; i++) {
    float *restrict row = S + i * V;
    float ki = k[i];
    for (size_t j = 0; j < V; j++) row[j] += ki * o[j];
  }
  for (size_t j = 0; j < V; j++) o[j] = 0;
  for (size_t i = 0; i < K; i++) {
    const float *restrict row = S + i * V;
    float qi = q[i] * scale;
    for (size_t j = 0; j < V; j++) o[j] += qi * row[j];
  }
}

CLONES void ck_write_step(float *restrict S, float alpha, float beta, const float *restrict k,
                          const float *restrict v, const float *restrict q, float *restrict o,
                          size_t K, size_t V, float scale) {
  for (size_t j = 0; j < V; j++) o[j] = 0;
  for (size_t i = 0; i < K; i++) {
    float *restrict row = S + i * V;
    float bk = beta * k[i], qi = q[i] * scale;
    for (size_t j = 0; j < V; j++) {
      row[j] = alpha * row[j] + bk * v[j];
      o[j] += qi * row[j];
    }
  }
}

CLONES float ck_gated_prepare(float *restrict qt, float *restrict kt, float *restrict eq,
                              float *restrict ek, float *restrict em, float *restrict el,
                              const float *restrict log_a, size_t lda, const float *restrict q,
                              size_t ldq, const float *restrict k, size_t ldk, size_t c, size_t K,
                              float scale) {
  size_t m = c / 2;
  // eq holds G first.
  for (size_t i = 0; i < K; i++) eq[i] = log_a[i];
  for (size_t t = 1; t < c; t++)
    for (size_t i = 0; i < K; i++) eq[t * K + i] = eq[(t - 1) * K + i] + log_a[t * lda + i];
  for (size_t i = 0; i < K; i++) em[i] = eq[m * K + i];
  float worst = 0;
  for (size_t i = 0; i < K; i++) {
    float first = em[i] - eq[i], last = em[i] - eq[(c - 1) * K + i];
    first = first < 0 ? -first : first;
    worst = first > worst ? first : worst;
    worst = last > worst ? last : worst;
    el[i] = fexp(-last);
  }
  for (size_t t = 0; t < c; t++)
    for (size_t i = 0; i < K; i++) {
      float e = eq[t * K + i] - em[i];
      float up = scale * fexp(e), down = fexp(-e);
      eq[t * K + i] = up;
      ek[t * K + i] = down;
      qt[t * K + i] = up * q[t * ldq + i];
      kt[t * K + i] = down * k[t * ldk + i];
    }
  for (size_t i = 0; i < K; i++) em[i] = fexp(em[i]);
  return worst;
}

CLONES void ck_gated_exact(float *restrict S, const float *restrict log_a, size_t lda,
                           const float *restrict q, size_t ldq, const float *restrict k, size_t ldk,
                           const float *restrict v, size_t ldv, float *restrict o, size_t ldo,
                           size_t c, size_t K, size_t V, float scale) {
  for (size_t t = 0; t < c; t++) {
    const float *restrict vt = v + t * ldv;
    float *restrict ot = o + t * ldo;
    for (size_t j = 0; j < V; j++) ot[j] = 0;
    for (size_t i = 0; i < K; i++) {
      float *restrict row = S + i * V;
      float a = fexp(log_a[t * lda + i]), ki = k[t * ldk + i], qi = scale * q[t * ldq + i];
      for (size_t j = 0; j < V; j++) {
        row[j] = a * row[j] + ki * vt[j];
        ot[j] += qi * row[j];
      }
    }
  }
}

CLONES void ck_gated_exact_backward(float *restrict dq, size_t lddq, float *restrict dk,
                                    size_t lddk, float *restrict dv, size_t lddv,
                                    float *restrict dS, float *restrict work,
                                    const float *restrict S, const float *restrict dout,
                                    size_t lddo, const float *restrict log_a, size_t lda,
                                    const float *restrict q, size_t ldq, const float *restrict k,
                                    size_t ldk, const float *restrict v, size_t ldv, size_t c,
                                    size_t K, size_t V, float scale) {
  memcpy(work, S, K * V * sizeof(float));
  for (size_t t = 0; t < c; t++)
    for (size_t i = 0; i < K; i++) {
      float *restrict row = work + i * V;
      float a = fexp(log_a[t * lda + i]), ki = k[t * ldk + i];
      for (size_t j = 0; j < V; j++) row[j] = a * row[j] + ki * v[t * ldv + j];
      dq[t * lddq + i] = scale * dot(row, dout + t * lddo, V);
    }
  for (size_t t = c; t-- > 0;) {
    float *restrict dvt = dv + t * lddv;
    const float *restrict d = dout + t * lddo;
    for (size_t j = 0; j < V; j++) dvt[j] = 0;
    for (size_t i = 0; i < K; i++) {
      float *restrict row = dS + i * V;
      float ki = k[t * ldk + i], qi = scale * q[t * ldq + i], a = fexp(log_a[t * lda + i]);
      for (size_t j = 0; j < V; j++) {
        row[j] += qi * d[j];
        dvt[j] += ki * row[j];
      }
      dk[t * lddk + i] = dot(row, v + t * ldv, V);
      for (size_t j = 0; j < V; j++) row[j] *= a;
    }
  }
}

CLONES void ck_gated_gate_backward(float *restrict dlog_a, size_t ldd, const float *restrict q,
                                   size_t ldq, const float *restrict dq, size_t lddq,
                                   const float *restrict k, size_t ldk, const float *restrict dk,
                                   size_t lddk, const float *restrict last, size_t c, size_t K) {
  for (size_t t = c; t-- > 0;) {
    const float *restrict after = t + 1 < c ? dlog_a + (t + 1) * ldd : last;
    for (size_t i = 0; i < K; i++)
      dlog_a[t * ldd + i] = after[i] + (q[t * ldq + i] * dq[t * lddq + i] -
                                        k[t * ldk + i] * dk[t * lddk + i]);
  }
}

CLONES void ck_tril(float *restrict a, size_t ld, size_t c) {
  for (size_t i = 0; i < c; i++)
    for (size_t j = i + 1; j < c; j++) a[i * ld + j] = 0;
}

CLONES void ck_tril_times(float *restrict a, size_t ld, const float *restrict d, size_t ldd,
                          size_t c) {
  for (size_t i = 0; i < c; i++) {
    for (size_t j = 0; j <= i; j++) a[i * ld + j] *= d[i * ldd + j];
    for (size_t j = i + 1; j < c; j++) a[i * ld + j] = 0;
  }
}

// Row i of the solution is finished before row i + 1 reads it.
CLONES void ck_unit_lower_solve(float *restrict r, size_t ldr, const float *restrict a, size_t lda,
                                size_t c, size_t V) {
  size_t j0 = 0;
  for (; j0 + 16 <= V; j0 += 16)
    for (size_t i = 1; i < c; i++) {
      const float *restrict row = a + i * lda;
      v16 s0 = load16(r + i * ldr + j0), s1 = {0};
      size_t j = 0;
      for (; j + 2 <= i; j += 2) {
        s0 -= splat(row[j]) * load16(r + j * ldr + j0);
        s1 -= splat(row[j + 1]) * load16(r + (j + 1) * ldr + j0);
      }
      if (j < i) s0 -= splat(row[j]) * load16(r + j * ldr + j0);
      store16(r + i * ldr + j0, s0 + s1);
    }
  for (; j0 < V; j0++)
    for (size_t i = 1; i < c; i++) {
      float s = r[i * ldr + j0];
      for (size_t j = 0; j < i; j++) s -= a[i * lda + j] * r[j * ldr + j0];
      r[i * ldr + j0] = s;
    }
}

CLONES void ck_unit_lower_solve_transposed(float *restrict r, size_t ldr, const float *restrict a,
                                           size_t lda, size_t c, size_t V) {
  size_t j0 = 0;
  for (; j0 + 16 <= V; j0 += 16)
    for (size_t i = c; i-- > 0;) {
      v16 s0 = load16(r + i * ldr + j0), s1 = {0};
      size_t j = i + 1;
      for (; j + 2 <= c; j += 2) {
        s0 -= splat(a[j * lda + i]) * load16(r + j * ldr + j0);
        s1 -= splat(a[(j + 1) * lda + i]) * load16(r + (j + 1) * ldr + j0);
      }
      if (j < c) s0 -= splat(a[j * lda + i]) * load16(r + j * ldr + j0);
      store16(r + i * ldr + j0, s0 + s1);
    }
  for (; j0 < V; j0++)
    for (size_t i = c; i-- > 0;) {
      float s = r[i * ldr + j0];
      for (size_t j = i + 1; j < c; j++) s -= a[j * lda + i] * r[j * ldr + j0];
      r[i * ldr + j0] = s;
    }
}

CLONES void ck_pair_decay(float *restrict E, float *restrict G, const float *restrict log_alpha,
                          size_t ld, size_t c) {
  float sum = 0;
  for (size_t i = 0; i < c; i++) {
    sum += log_alpha[i * ld];
    G[i] = sum;
  }
  for (size_t i = 0; i < c; i++) {
    for (size_t j = 0; j <= i; j++) E[i * c + j] = fexp(G[i] - G[j]);
    for (size_t j = i + 1; j < c; j++) E[i * c + j] = 0;
  }
}
