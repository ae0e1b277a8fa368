/// How large numbers from outside may be, so that no sum, product or square of them leaves its type.
package enum NumberBounds {
  /// Items, shots, positions: more than any evaluation has.
  package static let counts = 0...1_000_000_000_000
  /// Steps and tokens of a training run; a few logs begin below zero.
  package static let steps = -(1 << 53)...(1 << 53)
  /// Values and errors: far more than a 32-bit float holds, and its fourth power is still a number.
  package static let magnitude = 1e60
}
