#include "common.h"
// As in state.c, a multiply and an add may be one operation.
#pragma clang fp contract(fast)

CLONES void ck_delta_lower(float *restrict A, const float *restrict beta, size_t ldb,
                           const float *restrict E, size_t c) {
  for (size_t i = 0; i < c; i++) {
    float b = beta[i * ldb], *restrict row = A + i * c;
    if (E)
      for (size_t j = 0; j < i; j++) row[j] *= b * E[i * c + j];
    else
      for (size_t j = 0; j < i; j++) row[j] *= b;
    for (size_t j = i; j < c; j++) row[j] = 0;
  }
}

CLONES void ck_delta_residual(float *restrict r, const float *restrict v, size_t ldv,
                              const float *restrict beta, size_t ldb, const float *restrict decay,
                              size_t c, size_t V) {
  for (size_t i = 0; i < c; i++) {
    float b = beta[i * ldb], d = decay ? decay[i] : 1.0f;
    for (size_t j = 0; j < V; j++) r[i * V + j] = b * (v[i * ldv + j] - d * r[i * V + j]);
  }
}

CLONES void ck_delta_residual_backward(float *restrict dv, size_t lddv, float *restrict z,
                                       float *restrict dbeta, size_t lddb,
                                       const float *restrict dr, const float *restrict kS,
                                       const float *restrict v, size_t ldv,
                                       const float *restrict beta, size_t ldb,
                                       const float *restrict decay, size_t c, size_t V) {
  for (size_t i = 0; i < c; i++) {
    float b = beta[i * ldb], d = decay ? decay[i] : 1.0f;
    const float *restrict r = dr + i * V;
    for (size_t j = 0; j < V; j++) {
      dv[i * lddv + j] = b * r[j];
      z[i * V + j] = -b * d * r[j];
    }
    dbeta[i * lddb] = dot(r, v + i * ldv, V) - d * dot(r, kS + i * V, V);
  }
}

CLONES void ck_delta_lower_backward(float *restrict dA, float *restrict dbeta, size_t lddb,
                                    float *restrict dG, const float *restrict M,
                                    const float *restrict beta, size_t ldb,
                                    const float *restrict E, size_t c) {
  for (size_t i = 0; i < c; i++) {
    float b = beta[i * ldb], *restrict row = dA + i * c;
    const float *restrict m = M + i * c;
    float sum = 0;
    for (size_t j = 0; j < i; j++) {
      float e = E ? E[i * c + j] : 1.0f, d = -row[j] * e;
      float part = d * m[j];
      sum += part;
      if (dG) dG[j] -= b * part;
      row[j] = d * b;
    }
    dbeta[i * lddb] += sum;
    if (dG) dG[i] += b * sum;
    for (size_t j = i; j < c; j++) row[j] = 0;
  }
}

CLONES void ck_pair_decay_backward(float *restrict dG, const float *restrict a,
                                   const float *restrict b, size_t c) {
  for (size_t i = 0; i < c; i++) {
    dG[i] += dot(a + i * c, b + i * c, i + 1);
    for (size_t j = 0; j <= i; j++) dG[j] -= a[i * c + j] * b[i * c + j];
  }
}

CLONES float ck_chunk_decay(float *restrict up, float *restrict down, const float *restrict G,
                            size_t c, float scale) {
  float last = G[c - 1];
  for (size_t i = 0; i < c; i++) {
    up[i] = scale * fexp(G[i]);
    down[i] = fexp(last - G[i]);
  }
  return fexp(last);
}

void ck_reverse_sums(float *restrict dlog_a, size_t ld, const float *restrict dG, size_t c) {
  float sum = 0;
  for (size_t i = c; i-- > 0;) {
    sum += dG[i];
    dlog_a[i * ld] = sum;
  }
}

CLONES float ck_decay_dots(float *restrict dG, const float *restrict a, const float *restrict b,
                           size_t c, size_t cols, float sign) {
  float total = 0;
  for (size_t i = 0; i < c; i++) {
    float d = dot(a + i * cols, b + i * cols, cols);
    dG[i] += sign * d;
    total += d;
  }
  return total;
}

CLONES void ck_times(float *restrict y, size_t ldy, const float *restrict a,
                     const float *restrict b, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] = a[r * cols + i] * b[r * cols + i];
}

CLONES void ck_add_rows(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
                        size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] += x[r * ldx + i];
}
