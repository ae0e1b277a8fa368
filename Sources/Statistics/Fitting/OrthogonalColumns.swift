/// The QR factorisation of a small matrix, by modified Gram–Schmidt done twice, for standard errors.
struct OrthogonalColumns {
  private let r: [[Double]]
  private let norms: [Double]

  /// Columns of equal length, at most as many as rows.
  init(_ columns: [[Double]]) {
    norms = columns.map { Self.dot($0, $0).squareRoot() }
    var q: [[Double]] = []
    var r = columns.map { _ in columns.map { _ in 0.0 } }
    for (j, column) in columns.enumerated() {
      var rest = norms[j] > 0 ? column.map { [norm = norms[j]] in $0 / norm } : column
      for _ in 0..<2 {
        for i in 0..<j {
          let part = Self.dot(q[i], rest)
          r[i][j] += part
          for k in rest.indices { rest[k] -= part * q[i][k] }
        }
      }
      r[j][j] = Self.dot(rest, rest).squareRoot()
      q.append(r[j][j] > 0 ? rest.map { [size = r[j][j]] in $0 / size } : rest)
    }
    self.r = r
  }

  /// The smallest share of a column that the columns before it do not explain: near 0 when the
  /// columns depend on one another.
  var independence: Double { r.indices.reduce(1) { min($0, r[$1][$1]) } }

  /// Square roots of the diagonal of (XᵀX)⁻¹: standard errors in units of sigma.
  var errorScales: [Double] {
    let inverse = invertedR()
    return r.indices.map { row in
      inverse[row].reduce(0) { $0 + $1 * $1 }.squareRoot() / norms[row]
    }
  }

  private func invertedR() -> [[Double]] {
    var inverse = r.map { $0.map { _ in 0.0 } }
    for j in r.indices {
      inverse[j][j] = 1 / r[j][j]
      for i in stride(from: j - 1, through: 0, by: -1) {
        let sum = (i + 1...j).reduce(0) { $0 + r[i][$1] * inverse[$1][j] }
        inverse[i][j] = -sum / r[i][i]
      }
    }
    return inverse
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// The derivatives of the curve at each point with respect to levels, b and θ: one column each.
func jacobianColumns(_ curve: Curve, _ table: PointTable) -> [[Double]] {
  let levels = table.groups.indices.map { group in
    table.groupIndex.map { $0 == group ? 1.0 : 0.0 }
  }
  return levels
    + curve.shape.indices.map { place in
      table.points.map { shapeDerivative(curve, place, at: $0.x) }
    }
}

/// By central difference; exact for b, in which every form is linear.
private func shapeDerivative(_ curve: Curve, _ place: Int, at x: Double) -> Double {
  let step = place == 0 ? 1 : max(abs(curve.shape[place]), 1e-3) * 1e-5
  var (up, down) = (curve.shape, curve.shape)
  up[place] += step
  down[place] -= step
  return (curve.form.value(at: x, shape: up) - curve.form.value(at: x, shape: down)) / (2 * step)
}
