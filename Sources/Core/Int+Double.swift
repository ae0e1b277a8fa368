// Swift's own conversion ends the program where the number does not fit, and numbers come from files. These take
// its place in every room, and the build refuses them: say what is to happen to a number that does not fit.

extension Int {
  /// The whole number toward zero; the nearest that an Int can be where it is beyond, and 0 for NaN.
  public init(clamping value: Double) {
    let whole = value.rounded(.towardZero)
    self = Int(exactly: whole) ?? (whole.isNaN ? 0 : whole < 0 ? .min : .max)
  }

  @available(*, deprecated, message: "traps: Int(clamping:), or Int(exactly:)")
  public init(_ value: Double) { self.init(clamping: value) }

  @available(*, deprecated, message: "traps: Int(clamping:), or Int(exactly:)")
  public init(_ value: Float) { self.init(clamping: Double(value)) }
}

extension Int32 {
  /// As `Int(clamping:)`.
  public init(clamping value: Double) { self.init(clamping: Int(clamping: value)) }

  @available(*, deprecated, message: "traps: Int32(clamping:), or Int32(exactly:)")
  public init(_ value: Double) { self.init(clamping: value) }
}

extension Int64 {
  @available(*, deprecated, message: "traps: Int(clamping:), or Int64(exactly:)")
  public init(_ value: Double) { self.init(Int(clamping: value)) }
}

extension UInt64 {
  @available(*, deprecated, message: "traps: UInt64(exactly:)")
  public init(_ value: Double) { self.init(clamping: Int(clamping: value)) }
}
