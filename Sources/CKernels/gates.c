#include "common.h"
#pragma clang fp contract(off)

CLONES void ck_log_sigmoid(float *restrict log_a, const float *restrict z, size_t ldz, size_t rows,
                           size_t cols, float normalizer) {
  float inverse = 1.0f / normalizer;
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++)
      log_a[r * cols + i] = flog_sigmoid(z[r * ldz + i]) * inverse;
}

CLONES void ck_log_sigmoid_backward(float *restrict dz, size_t lddz, const float *restrict dlog_a,
                                    const float *restrict z, size_t ldz, size_t rows, size_t cols,
                                    float normalizer) {
  float inverse = 1.0f / normalizer;
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++)
      dz[r * lddz + i] = dlog_a[r * cols + i] * inverse * fsigmoid(-z[r * ldz + i]);
}

CLONES void ck_lower_gate(float *restrict log_f, float *restrict k, const float *restrict z,
                          size_t ldz, const float *restrict lb, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) {
      float x = z[r * ldz + i], free = 1.0f - lb[i];
      k[r * cols + i] = free * fsigmoid(-x);
      // Where the bound is 0 this is log sigmoid(x), which has no logarithm of a rounded number.
      float f = lb[i] + free * fsigmoid(x);
      log_f[r * cols + i] = lb[i] > 0 ? flog(f) : flog_sigmoid(x);
    }
}

CLONES void ck_lower_gate_backward(float *restrict dz, size_t lddz, float *restrict dlb,
                                   const float *restrict dlog_f, const float *restrict dk,
                                   const float *restrict log_f, const float *restrict k,
                                   const float *restrict z, size_t ldz, const float *restrict lb,
                                   size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) {
      float x = z[r * ldz + i], s = fsigmoid(x), n = fsigmoid(-x), free = 1.0f - lb[i];
      float dl = dlog_f[r * cols + i], dkk = dk[r * cols + i];
      // With no bound d log f / dx = 1 - sigmoid(x) exactly; elsewhere f is at least the bound.
      float f = lb[i] + free * s;
      float through_f = lb[i] > 0 ? free * s * n / f : n;
      dz[r * lddz + i] = dl * through_f - dkk * free * s * n;
      float f_inverse = f > 1e-30f ? 1.0f / f : 0.0f;
      dlb[i] += (dl * f_inverse - dkk) * n;
    }
  (void)log_f;
  (void)k;
}

CLONES void ck_decay_gate(float *restrict log_alpha, const float *restrict a, size_t lda,
                          const float *restrict a_log, const float *restrict dt_bias, size_t rows,
                          size_t heads) {
  for (size_t r = 0; r < rows; r++)
    for (size_t h = 0; h < heads; h++)
      log_alpha[r * heads + h] = -fexp(a_log[h]) * fsoftplus(a[r * lda + h] + dt_bias[h]);
}

CLONES void ck_decay_gate_backward(float *restrict da, size_t ldda, float *restrict da_log,
                                   float *restrict ddt_bias, const float *restrict dlog_alpha,
                                   const float *restrict log_alpha, const float *restrict a,
                                   size_t lda, const float *restrict a_log,
                                   const float *restrict dt_bias, size_t rows, size_t heads) {
  for (size_t r = 0; r < rows; r++)
    for (size_t h = 0; h < heads; h++) {
      float d = dlog_alpha[r * heads + h];
      float x = -d * fexp(a_log[h]) * fsigmoid(a[r * lda + h] + dt_bias[h]);
      da[r * ldda + h] = x;
      ddt_bias[h] += x;
      da_log[h] += d * log_alpha[r * heads + h];
    }
}

CLONES void ck_hgrn(float *restrict h, float *restrict f, const float *restrict zi,
                    const float *restrict zf, size_t ldz, const float *restrict lb,
                    const float *restrict h0, size_t length, size_t channels) {
  for (size_t t = 0; t < length; t++) {
    const float *restrict xi = zi + t * ldz, *restrict xf = zf + t * ldz;
    const float *restrict before = t ? h + (t - 1) * channels : h0;
    float *restrict ht = h + t * channels, *restrict ft = f + t * channels;
    for (size_t c = 0; c < channels; c++) {
      float gate = lb[c] + (1.0f - lb[c]) * fsigmoid(xf[c]);
      float open = (1.0f - lb[c]) * fsigmoid(-xf[c]);
      ft[c] = gate;
      ht[c] = fsilu(xi[c]) * open;
    }
    if (before)
      for (size_t c = 0; c < channels; c++) ht[c] += ft[c] * before[c];
  }
}

CLONES void ck_hgrn_backward(float *restrict dzi, float *restrict dzf, size_t lddz,
                             float *restrict dlb, float *restrict carry, const float *restrict dh,
                             const float *restrict h, const float *restrict f,
                             const float *restrict zi, const float *restrict zf, size_t ldz,
                             const float *restrict lb, size_t length, size_t channels) {
  for (size_t c = 0; c < channels; c++) carry[c] = 0;
  for (size_t t = length; t-- > 0;) {
    const float *restrict xi = zi + t * ldz, *restrict xf = zf + t * ldz;
    const float *restrict d = dh + t * channels, *restrict ft = f + t * channels;
    const float *restrict before = h + (t ? t - 1 : 0) * channels;
    float *restrict di = dzi + t * lddz, *restrict df = dzf + t * lddz;
    float seen = t ? 1.0f : 0.0f;
    for (size_t c = 0; c < channels; c++) {
      float g = d[c] + carry[c];  // gradient of h_t
      carry[c] = g * ft[c];
      float x = xi[c], s = fsigmoid(x), silu = x * s;
      float sf = fsigmoid(xf[c]), nf = fsigmoid(-xf[c]), free = 1.0f - lb[c];
      di[c] = g * (free * nf) * (s * (1.0f + x * (1.0f - s)));
      float dgate = g * (seen * before[c] - silu);
      df[c] = dgate * free * (sf * nf);
      dlb[c] += dgate * nf;
    }
  }
}
