/// The version of what computes a run.
public enum Engine {
  /// Part of every run's identity. It changes whenever the same configuration would give other
  /// numbers: a new kernel order, another initialisation, another random stream.
  public static let version = "1"
}
