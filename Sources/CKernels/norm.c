#include "common.h"
#include <math.h>
#pragma clang fp contract(off)

INLINE float inverse_rms(const float *x, size_t cols, float eps) {
  return 1.0f / sqrtf(dot(x, x, cols) / (float)cols + eps);
}

CLONES void ck_rms(float *restrict y, float *restrict rstd, const float *restrict x,
                   const float *restrict w, size_t rows, size_t cols, float eps) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict xr = x + r * cols;
    float s = inverse_rms(xr, cols, eps);
    rstd[r] = s;
    for (size_t i = 0; i < cols; i++) y[r * cols + i] = xr[i] * s * w[i];
  }
}

CLONES void ck_rms_backward(float *dx, float *restrict dw, const float *dy, const float *restrict x,
                            const float *restrict w, const float *restrict rstd, size_t rows,
                            size_t cols, int add) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict xr = x + r * cols;
    const float *dyr = dy + r * cols;
    float *dxr = dx + r * cols;
    float s = rstd[r];
    float c = dot3(dyr, w, xr, cols) * s * s * s / (float)cols;
    if (add) {
#pragma clang loop vectorize(assume_safety)
      for (size_t i = 0; i < cols; i++) {
        float d = dyr[i];
        dw[i] += d * (xr[i] * s);
        dxr[i] += d * w[i] * s - xr[i] * c;
      }
    } else {
#pragma clang loop vectorize(assume_safety)
      for (size_t i = 0; i < cols; i++) {
        float d = dyr[i];
        dw[i] += d * (xr[i] * s);
        dxr[i] = d * w[i] * s - xr[i] * c;
      }
    }
  }
}

CLONES void ck_rms_gated(float *restrict y, float *restrict rstd, const float *restrict x,
                         const float *restrict w, const float *restrict g, size_t ldg,
                         size_t tokens, size_t heads, size_t cols, float eps) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t h = 0; h < heads; h++) {
      size_t at = (t * heads + h) * cols;
      const float *restrict xr = x + at, *restrict gr = g + t * ldg + h * cols;
      float s = inverse_rms(xr, cols, eps);
      rstd[t * heads + h] = s;
      for (size_t i = 0; i < cols; i++) y[at + i] = xr[i] * s * w[i] * fsilu(gr[i]);
    }
}

CLONES void ck_rms_gated_backward(float *restrict dx, float *restrict dg, size_t lddg,
                                  float *restrict dw, const float *restrict dy,
                                  const float *restrict x, const float *restrict w,
                                  const float *restrict g, size_t ldg, const float *restrict rstd,
                                  size_t tokens, size_t heads, size_t cols) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t h = 0; h < heads; h++) {
      size_t at = (t * heads + h) * cols;
      const float *restrict xr = x + at, *restrict dyr = dy + at;
      const float *restrict gr = g + t * ldg + h * cols;
      float *restrict dgr = dg + t * lddg + h * cols, *restrict dxr = dx + at;
      float s = rstd[t * heads + h];
      // The gate's part first; dx holds d(norm) for the second pass.
      for (size_t i = 0; i < cols; i++) {
        float z = gr[i], sg = fsigmoid(z), n = xr[i] * s;
        dgr[i] = dyr[i] * n * w[i] * (sg * (1.0f + z * (1.0f - sg)));
        float d = dyr[i] * (z * sg);
        dw[i] += d * n;
        dxr[i] = d * w[i];
      }
      float c = dot(dxr, xr, cols) * s * s * s / (float)cols;
      for (size_t i = 0; i < cols; i++) dxr[i] = dxr[i] * s - xr[i] * c;
    }
}

CLONES void ck_rms_heads(float *restrict y, size_t ldy, float *restrict rstd,
                         const float *restrict x, size_t ldx, const float *restrict w,
                         size_t tokens, size_t heads, size_t cols, float eps) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t h = 0; h < heads; h++) {
      const float *restrict xr = x + t * ldx + h * cols;
      float *restrict yr = y + t * ldy + h * cols;
      float s = inverse_rms(xr, cols, eps);
      rstd[t * heads + h] = s;
      for (size_t i = 0; i < cols; i++) yr[i] = xr[i] * s * w[i];
    }
}

CLONES void ck_rms_heads_backward(float *restrict dx, size_t lddx, float *restrict dw,
                                  const float *restrict dy, size_t lddy, const float *restrict x,
                                  size_t ldx, const float *restrict w, const float *restrict rstd,
                                  size_t tokens, size_t heads, size_t cols) {
  for (size_t t = 0; t < tokens; t++)
    for (size_t h = 0; h < heads; h++) {
      const float *restrict xr = x + t * ldx + h * cols, *restrict dyr = dy + t * lddy + h * cols;
      float *restrict dxr = dx + t * lddx + h * cols;
      float s = rstd[t * heads + h];
      float c = dot3(dyr, w, xr, cols) * s * s * s / (float)cols;
      for (size_t i = 0; i < cols; i++) {
        dw[i] += dyr[i] * (xr[i] * s);
        dxr[i] = dyr[i] * w[i] * s - xr[i] * c;
      }
    }
}

CLONES void ck_l2(float *restrict x, float *restrict inv, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict xr = x + r * cols;
    float s = 1.0f / sqrtf(dot(xr, xr, cols) + 1e-6f);
    inv[r] = s;
    for (size_t i = 0; i < cols; i++) xr[i] *= s;
  }
}

CLONES void ck_l2_backward(float *restrict dy, const float *restrict y, const float *restrict inv,
                           size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict d = dy + r * cols;
    const float *restrict yr = y + r * cols;
    float c = dot(d, yr, cols), s = inv[r];
    for (size_t i = 0; i < cols; i++) d[i] = (d[i] - yr[i] * c) * s;
  }
}
