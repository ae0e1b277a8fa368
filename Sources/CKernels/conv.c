#include "common.h"
#pragma clang fp contract(off)

// Depthwise and causal; the last tap is the current token.
INLINE void taps(float *restrict out, const float *restrict x, size_t ldx, const float *restrict wt,
                 size_t t, size_t channels, size_t width) {
  const float *restrict last = wt + (width - 1) * channels;
  for (size_t c = 0; c < channels; c++) out[c] = last[c] * x[t * ldx + c];
  for (size_t back = 1; back < width && back <= t; back++) {
    const float *restrict w = wt + (width - 1 - back) * channels;
    const float *restrict row = x + (t - back) * ldx;
    for (size_t c = 0; c < channels; c++) out[c] += w[c] * row[c];
  }
}

CLONES void ck_conv(float *restrict y, size_t ldy, const float *restrict x, size_t ldx,
                    const float *restrict wt, size_t length, size_t channels, size_t width,
                    int silu) {
  for (size_t t = 0; t < length; t++) {
    float *restrict row = y + t * ldy;
    taps(row, x, ldx, wt, t, channels, width);
    if (silu)
      for (size_t c = 0; c < channels; c++) row[c] = fsilu(row[c]);
  }
}

CLONES void ck_conv_backward(float *restrict dx, size_t lddx, float *restrict dwt,
                             float *restrict pre, const float *restrict dy, size_t lddy,
                             const float *restrict x, size_t ldx, const float *restrict wt,
                             size_t length, size_t channels, size_t width, int silu) {
  for (size_t t = 0; t < length; t++) {
    float *restrict p = pre + t * channels;
    const float *restrict d = dy + t * lddy;
    if (silu) {
      taps(p, x, ldx, wt, t, channels, width);
      for (size_t c = 0; c < channels; c++) p[c] = d[c] * fsilu_slope(p[c]);
    } else {
      for (size_t c = 0; c < channels; c++) p[c] = d[c];
    }
    for (size_t back = 0; back < width && back <= t; back++) {
      float *restrict dw = dwt + (width - 1 - back) * channels;
      const float *restrict row = x + (t - back) * ldx;
      for (size_t c = 0; c < channels; c++) dw[c] += p[c] * row[c];
    }
  }
  for (size_t t = 0; t < length; t++) {
    float *restrict out = dx + t * lddx;
    const float *restrict last = wt + (width - 1) * channels;
    for (size_t c = 0; c < channels; c++) out[c] = last[c] * pre[t * channels + c];
    for (size_t ahead = 1; ahead < width && t + ahead < length; ahead++) {
      const float *restrict w = wt + (width - 1 - ahead) * channels;
      const float *restrict p = pre + (t + ahead) * channels;
      for (size_t c = 0; c < channels; c++) out[c] += w[c] * p[c];
    }
  }
}
