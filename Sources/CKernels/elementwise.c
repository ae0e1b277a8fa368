#include "common.h"
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif
#pragma clang fp contract(off)

unsigned ck_enter(void) {
#if defined(__x86_64__)
  unsigned state = _mm_getcsr();
  _mm_setcsr(state | 0x8040);  // flush to zero, denormals are zero
  return state;
#else
  return 0;
#endif
}

void ck_leave(unsigned state) {
#if defined(__x86_64__)
  _mm_setcsr(state);
#else
  (void)state;
#endif
}

CLONES void ck_add(float *restrict y, const float *restrict x, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] += x[i];
}

CLONES void ck_sum(float *restrict y, const float *restrict a, const float *restrict b, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

CLONES void ck_scale(float *restrict x, float s, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] *= s;
}

CLONES void ck_add_row(float *restrict y, size_t ld, const float *restrict b, size_t rows,
                       size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ld + i] += b[i];
}

CLONES void ck_sum_rows(float *restrict d, const float *restrict x, size_t ld, size_t rows,
                        size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) d[i] += x[r * ld + i];
}

CLONES void ck_copy(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
                    size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] = x[r * ldx + i];
}

CLONES void ck_silu(float *restrict y, size_t ldy, const float *restrict x, size_t ldx, size_t rows,
                    size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] = fsilu(x[r * ldx + i]);
}

CLONES void ck_silu_backward(float *dx, size_t lddx, const float *dy, size_t lddy,
                             const float *restrict x, size_t ldx, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < cols; i++)
      dx[r * lddx + i] = dy[r * lddy + i] * fsilu_slope(x[r * ldx + i]);
}

CLONES void ck_sigmoid(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
                       size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] = fsigmoid(x[r * ldx + i]);
}

CLONES void ck_swiglu(float *restrict h, const float *restrict gu, size_t rows, size_t m) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict g = gu + 2 * r * m, *restrict u = g + m;
    for (size_t i = 0; i < m; i++) h[r * m + i] = fsilu(g[i]) * u[i];
  }
}

CLONES void ck_swiglu_backward(float *restrict gu, const float *restrict dh, size_t rows, size_t m) {
  for (size_t r = 0; r < rows; r++) {
    float *g = gu + 2 * r * m, *u = g + m;
    const float *restrict d = dh + r * m;
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < m; i++) {
      float x = g[i], s = fsigmoid(x), up = u[i];
      u[i] = d[i] * (x * s);
      g[i] = d[i] * up * (s * (1.0f + x * (1.0f - s)));
    }
  }
}

CLONES void ck_scale_rows(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
                          const float *restrict s, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ldy + i] = s[r] * x[r * ldx + i];
}

CLONES void ck_scale_rows_in_place(float *restrict y, size_t ld, const float *restrict s,
                                   size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * ld + i] *= s[r];
}

CLONES void ck_gather(float *restrict y, const float *restrict table, const int32_t *restrict ids,
                      size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) y[r * cols + i] = table[(size_t)ids[r] * cols + i];
}

CLONES void ck_scatter_add(float *restrict table, const float *restrict dy,
                           const int32_t *restrict ids, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) table[(size_t)ids[r] * cols + i] += dy[r * cols + i];
}

CLONES void ck_transpose(float *restrict out, const float *restrict in, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) out[i * rows + r] = in[r * cols + i];
}

CLONES void ck_transpose_add(float *restrict out, const float *restrict in, size_t rows,
                             size_t cols) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < cols; i++) out[i * rows + r] += in[r * cols + i];
}

CLONES void ck_exp(float *restrict y, const float *restrict x, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = fexp(x[i]);
}

CLONES void ck_token_shift(float *restrict y, const float *restrict x, const float *restrict w,
                           size_t length, size_t cols) {
  for (size_t i = 0; i < cols; i++) y[i] = x[i];
  for (size_t t = 1; t < length; t++)
    for (size_t i = 0; i < cols; i++)
      y[t * cols + i] = x[t * cols + i] + w[i] * x[(t - 1) * cols + i];
}

CLONES void ck_token_shift_backward(float *restrict dx, float *restrict dw,
                                    const float *restrict dy, const float *restrict x,
                                    const float *restrict w, size_t length, size_t cols) {
  for (size_t t = 0; t < length; t++) {
    for (size_t i = 0; i < cols; i++) dx[t * cols + i] = dy[t * cols + i];
    if (t + 1 == length) continue;
    for (size_t i = 0; i < cols; i++) {
      dx[t * cols + i] += w[i] * dy[(t + 1) * cols + i];
      dw[i] += x[t * cols + i] * dy[(t + 1) * cols + i];
    }
  }
}
