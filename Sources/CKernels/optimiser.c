#include "common.h"
#include <math.h>
#pragma clang fp contract(off)

CLONES double ck_sum_squares(const float *x, size_t n) {
  double lanes[16] = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (size_t l = 0; l < 16; l++) lanes[l] += (double)x[i + l] * (double)x[i + l];
  for (size_t l = 0; i + l < n; l++) lanes[l] += (double)x[i + l] * (double)x[i + l];
  double total = 0;
  for (size_t l = 0; l < 16; l++) total += lanes[l];
  return total;
}

CLONES void ck_adamw(float *restrict p, const float *restrict g, float *restrict m,
                     float *restrict v, size_t n, float lr, float beta1, float beta2, float eps,
                     float decay, float bias1, float bias2, float gscale) {
  float keep = 1.0f - lr * decay, step = lr / bias1, root = 1.0f / sqrtf(bias2);
  for (size_t i = 0; i < n; i++) {
    float x = g[i] * gscale;
    m[i] = beta1 * m[i] + (1.0f - beta1) * x;
    v[i] = beta2 * v[i] + (1.0f - beta2) * x * x;
    p[i] = p[i] * keep - step * (m[i] / (sqrtf(v[i]) * root + eps));
  }
}
