#include "common.h"
#include <math.h>
#pragma clang fp contract(off)

CLONES void ck_rope(float *restrict x, size_t ld, const float *restrict cosine,
                    const float *restrict sine, size_t tokens, size_t length, size_t start,
                    size_t heads, size_t head_dim, float sign) {
  size_t half = head_dim / 2;
  for (size_t t = 0; t < tokens; t++) {
    const float *restrict c = cosine + (start + t % length) * half;
    const float *restrict s = sine + (start + t % length) * half;
    for (size_t h = 0; h < heads; h++) {
      float *a = x + t * ld + h * head_dim, *b = a + half;
#pragma clang loop vectorize(assume_safety)
      for (size_t j = 0; j < half; j++) {
        float p = a[j], q = b[j], sn = sign * s[j];
        a[j] = p * c[j] - q * sn;
        b[j] = p * sn + q * c[j];
      }
    }
  }
}

typedef struct { size_t lo, hi; } range;
INLINE range visible(size_t row, size_t first, size_t cols, size_t window) {
  size_t hi = first + row + 1;
  if (hi > cols) hi = cols;
  size_t lo = window && first + row + 1 > window ? first + row + 1 - window : 0;
  return (range){lo, hi};
}
INLINE void clear_outside(float *restrict s, range seen, size_t cols) {
  for (size_t j = 0; j < seen.lo; j++) s[j] = 0;
  for (size_t j = seen.hi; j < cols; j++) s[j] = 0;
}

INLINE float row_max(const float *s, size_t n) {
  float lanes[16];
  for (size_t l = 0; l < 16; l++) lanes[l] = l < n ? s[l] : s[0];
  size_t i = 16;
  for (; i + 16 <= n; i += 16)
    for (size_t l = 0; l < 16; l++) lanes[l] = s[i + l] > lanes[l] ? s[i + l] : lanes[l];
  for (; i < n; i++) lanes[0] = s[i] > lanes[0] ? s[i] : lanes[0];
  float m = lanes[0];
  for (size_t l = 1; l < 16; l++) m = lanes[l] > m ? lanes[l] : m;
  return m;
}
INLINE float row_sum(const float *s, size_t n) {
  v16 acc = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) acc += load16(s + i);
  float lanes[16];
  store16(lanes, acc);
  for (size_t l = 0; i + l < n; l++) lanes[l] += s[i + l];
  return sum16(lanes);
}

CLONES void ck_softmax(float *restrict s, size_t ld, float *restrict lse, size_t rows, size_t cols,
                       size_t first, size_t window, float scale) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict row = s + r * ld;
    range seen = visible(r, first, cols, window);
    float *restrict p = row + seen.lo;
    size_t n = seen.hi - seen.lo;
    float m = row_max(p, n) * scale;
    for (size_t j = 0; j < n; j++) p[j] = fexp(p[j] * scale - m);
    float total = row_sum(p, n), inverse = 1.0f / total;
    for (size_t j = 0; j < n; j++) p[j] *= inverse;
    lse[r] = m + flog(total);
    clear_outside(row, seen, cols);
  }
}

CLONES void ck_softmax_again(float *restrict s, size_t ld, const float *restrict lse, size_t rows,
                             size_t cols, size_t first, size_t window, float scale) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict row = s + r * ld;
    range seen = visible(r, first, cols, window);
    float l = lse[r];
    for (size_t j = seen.lo; j < seen.hi; j++) row[j] = fexp(row[j] * scale - l);
    clear_outside(row, seen, cols);
  }
}

CLONES void ck_softmax_backward(float *restrict dp, size_t ldp, const float *restrict p, size_t ld,
                                const float *restrict delta, size_t rows, size_t cols,
                                float scale) {
  for (size_t r = 0; r < rows; r++) {
    float d = delta[r];
    for (size_t j = 0; j < cols; j++)
      dp[r * ldp + j] = p[r * ld + j] * (dp[r * ldp + j] - d) * scale;
  }
}

CLONES void ck_row_dots(float *restrict out, const float *restrict a, size_t lda,
                        const float *restrict b, size_t ldb, size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++) out[r] = dot(a + r * lda, b + r * ldb, cols);
}

CLONES void ck_cross_entropy(float *restrict logits, const int32_t *restrict targets,
                             float *restrict loss, uint8_t *restrict hit, size_t rows, size_t cols,
                             float scale) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict row = logits + r * cols;
    if (targets[r] < 0) {
      loss[r] = 0;
      hit[r] = 0;
      if (scale != 0) for (size_t j = 0; j < cols; j++) row[j] = 0;
      continue;
    }
    size_t target = (size_t)targets[r];
    float m = row_max(row, cols), value = row[target];
    size_t first = 0;
    while (first < cols - 1 && row[first] != m) first++;
    hit[r] = first == target;
    float total;
    if (scale != 0) {
      for (size_t j = 0; j < cols; j++) row[j] = fexp(row[j] - m);
      total = row_sum(row, cols);
      float factor = scale / total;
      for (size_t j = 0; j < cols; j++) row[j] *= factor;
      row[target] -= scale;
    } else {
      float lanes[16] = {0};
      for (size_t j = 0; j < cols; j++) lanes[j % 16] += fexp(row[j] - m);
      total = sum16(lanes);
    }
    // A vocabulary is small and total lies between 1 and cols, so flog is in range.
    loss[r] = (m - value) + flog(total);
  }
}
