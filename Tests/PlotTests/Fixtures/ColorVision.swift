import Canvas
import Core
import Foundation

/// How a colour looks to an eye that lacks a kind of cone, after Machado, Oliveira and Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
enum ColorVision: String, CaseIterable {
  case normal
  case protan
  case deutan
  case tritan

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deutan:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritan:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  /// The colour in CIE L*a*b* (D65), as this eye sees it.
  func lab(_ color: Color) -> [Double] {
    let linear = [color.red, color.green, color.blue].map {
      $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in min(1, max(0, zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 })) }
    let toXYZ = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let f = zip(toXYZ, white).map { row, w -> Double in
      let t = zip(row, seen).reduce(0) { $0 + $1.0 * $1.1 } / w
      return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}

/// The colour difference CIEDE2000 of two L*a*b* colours, after Sharma, Wu and Dalal (2005).
func deltaE2000(_ a: [Double], _ b: [Double]) -> Double {
  let meanC7 = pow((hypot(a[1], a[2]) + hypot(b[1], b[2])) / 2, 7)
  let g = 0.5 * (1 - sqrt(meanC7 / (meanC7 + pow(25, 7))))
  let (a1, b1) = ((1 + g) * a[1], (1 + g) * b[1])
  let (c1, c2) = (hypot(a1, a[2]), hypot(b1, b[2]))
  let (h1, h2) = (hue(a1, a[2]), hue(b1, b[2]))
  var dh = c1 * c2 == 0 ? 0 : h2 - h1
  if dh > 180 { dh -= 360 } else if dh < -180 { dh += 360 }
  let dH = 2 * sqrt(c1 * c2) * sin(dh / 2 * .pi / 180)
  let (meanL, meanC) = ((a[0] + b[0]) / 2, (c1 + c2) / 2)
  var meanH = h1 + h2
  if c1 * c2 != 0 {
    if abs(h1 - h2) > 180 { meanH += meanH < 360 ? 360 : -360 }
    meanH /= 2
  }
  func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
  let t =
    1 - 0.17 * cosine(meanH - 30) + 0.24 * cosine(2 * meanH) + 0.32 * cosine(3 * meanH + 6)
    - 0.20 * cosine(4 * meanH - 63)
  let sl = 1 + 0.015 * pow(meanL - 50, 2) / sqrt(20 + pow(meanL - 50, 2))
  let (sc, sh) = (1 + 0.045 * meanC, 1 + 0.015 * meanC * t)
  let turn = 60 * exp(-pow((meanH - 275) / 25, 2))
  let rt = -2 * sqrt(pow(meanC, 7) / (pow(meanC, 7) + pow(25, 7))) * sin(turn * .pi / 180)
  let (dl, dc, dhh) = ((b[0] - a[0]) / sl, (c2 - c1) / sc, dH / sh)
  return sqrt(dl * dl + dc * dc + dhh * dhh + rt * dc * dhh)
}

private func hue(_ a: Double, _ b: Double) -> Double {
  guard a != 0 || b != 0 else { return 0 }
  let degrees = atan2(b, a) * 180 / .pi
  return degrees < 0 ? degrees + 360 : degrees
}
