/// Which side of the fixed division of all possible sequences one is drawn from. The division is by
/// a hash of the tokens, so that no sequence can be on both sides, whatever the seeds.
public enum Split: String, Sendable, Codable, CaseIterable {
  case training
  case validation

  /// One sequence in so many is for validation.
  public static let share: UInt64 = 8
  /// How often a sequence is drawn before its side counts as empty. A side that holds an eighth of
  /// what a task draws is missed that often with probability (7/8)^1000, below 1e-57.
  public static let attempts = 1000

  /// The side of a sequence by its tokens. Inputs alone decide: sequences that differ in nothing but
  /// what is asked about them share a side.
  public static func side<Tokens: Sequence>(of tokens: Tokens) -> Split
  where Tokens.Element: FixedWidthInteger {
    hash(tokens) % share == 0 ? .validation : .training
  }

  /// FNV-1a over whole tokens. Its low bits depend on nothing but low bits of the tokens, so they
  /// are stirred by the finaliser of MurmurHash3.
  static func hash<Tokens: Sequence>(_ tokens: Tokens) -> UInt64
  where Tokens.Element: FixedWidthInteger {
    var hash = tokens.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64(truncatingIfNeeded: $1)) &* 0x100_0000_01b3
    }
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ hash >> 33
  }
}
