import COpenBLAS

/// Products of row-major matrices, by OpenBLAS: `c = alpha op(a) op(b) + beta c`, c `[m, n]`.
enum BLAS {
  /// a `[m, k]`, b `[k, n]`.
  static func nn(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(m), blasint(n), blasint(k), alpha, a.base,
      blasint(a.stride), b.base, blasint(b.stride), beta, c.base, blasint(c.stride))
  }

  /// a `[m, k]`, b `[n, k]`: a times b transposed.
  static func nt(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(m), blasint(n), blasint(k), alpha, a.base,
      blasint(a.stride), b.base, blasint(b.stride), beta, c.base, blasint(c.stride))
  }

  /// a `[k, m]`, b `[k, n]`: a transposed times b.
  static func tn(
    _ m: Int, _ n: Int, _ k: Int, _ a: Rows, _ b: Rows, _ c: Rows, alpha: Float = 1,
    beta: Float = 0
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(m), blasint(n), blasint(k), alpha, a.base,
      blasint(a.stride), b.base, blasint(b.stride), beta, c.base, blasint(c.stride))
  }
}
