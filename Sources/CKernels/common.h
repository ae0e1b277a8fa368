// What every file of this target shares: clones for instruction sets, vectors of 16, exp and log.
#pragma once
#include "CKernels.h"
#include <string.h>

// One body, three instruction sets, chosen when the program is loaded.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// 16 lanes: one AVX-512 register, two of AVX2, four of SSE. The order of a sum follows the lanes,
// so it is the same on each.
typedef float v16 __attribute__((vector_size(64), aligned(4)));

// Macros, since a function that returns a v16 would change its calling convention with the clone.
#define load16(p) (*(const v16 *)(p))
#define store16(p, x) (*(v16 *)(p) = (x))
#define splat(x) ((v16){0} + (x))

// The sum of 16 lanes, halving them each time.
INLINE float sum16(const float *a) {
  float b[8], c[4];
  for (int i = 0; i < 8; i++) b[i] = a[i] + a[i + 8];
  for (int i = 0; i < 4; i++) c[i] = b[i] + b[i + 4];
  return (c[0] + c[2]) + (c[1] + c[3]);
}

// e^x to 2 units in the last place: Cephes' polynomial after reduction by multiples of ln 2.
// 0 below -87.3, the largest power below +88.4 above.
INLINE float fexp(float x) {
  float z = x > 88.37f ? 88.37f : x;
  z = z < -87.33f ? -87.33f : z;
  float n = (z * 1.44269504088896341f + 12582912.0f) - 12582912.0f;
  float r = z - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  int32_t bits = ((int32_t)n + 127) << 23;
  float power;
  memcpy(&power, &bits, 4);
  float y = p * power;
  return x < -87.33f ? 0.0f : y;
}

INLINE float fsigmoid(float x) { return 1.0f / (1.0f + fexp(-x)); }
INLINE float fsilu(float x) { return x * fsigmoid(x); }
// d silu(x) / dx.
INLINE float fsilu_slope(float x) {
  float s = fsigmoid(x);
  return s * (1.0f + x * (1.0f - s));
}

// log(1 + u) for 0 <= u <= 1, as 2 artanh(u / (2 + u)).
INLINE float flog1p(float u) {
  float s = u / (2.0f + u), t = s * s;
  float p = 1.0f / 17.0f;
  p = p * t + 1.0f / 15.0f;
  p = p * t + 1.0f / 13.0f;
  p = p * t + 1.0f / 11.0f;
  p = p * t + 1.0f / 9.0f;
  p = p * t + 1.0f / 7.0f;
  p = p * t + 1.0f / 5.0f;
  p = p * t + 1.0f / 3.0f;
  return 2.0f * s * (p * t + 1.0f);
}

// log x for normal positive x: the exponent, and 2 artanh of the mantissa's (m - 1) / (m + 1).
INLINE float flog(float x) {
  int32_t bits;
  memcpy(&bits, &x, 4);
  int32_t e = (bits - 0x3F3504F3) >> 23;
  int32_t mbits = bits - (e << 23);
  float m;
  memcpy(&m, &mbits, 4);
  float s = (m - 1.0f) / (m + 1.0f), t = s * s;
  float p = 1.0f / 11.0f;
  p = p * t + 1.0f / 9.0f;
  p = p * t + 1.0f / 7.0f;
  p = p * t + 1.0f / 5.0f;
  p = p * t + 1.0f / 3.0f;
  float n = (float)e;
  return n * 0.693359375f + (n * -2.12194440e-4f + 2.0f * s * (p * t + 1.0f));
}

INLINE float fabs1(float x) { return x < 0 ? -x : x; }
INLINE float flog_sigmoid(float x) { return (x < 0 ? x : 0.0f) - flog1p(fexp(-fabs1(x))); }
INLINE float fsoftplus(float x) { return (x > 0 ? x : 0.0f) + flog1p(fexp(-fabs1(x))); }

// Sums over a row in 16 lanes; the last lanes past the end add nothing.
INLINE float dot(const float *restrict a, const float *restrict b, size_t n) {
  v16 acc = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) acc += load16(a + i) * load16(b + i);
  float lanes[16];
  store16(lanes, acc);
  for (size_t l = 0; i + l < n; l++) lanes[l] += a[i + l] * b[i + l];
  return sum16(lanes);
}
INLINE float dot3(const float *restrict a, const float *restrict b, const float *restrict c,
                  size_t n) {
  v16 acc = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) acc += load16(a + i) * load16(b + i) * load16(c + i);
  float lanes[16];
  store16(lanes, acc);
  for (size_t l = 0; i + l < n; l++) lanes[l] += a[i + l] * b[i + l] * c[i + l];
  return sum16(lanes);
}
