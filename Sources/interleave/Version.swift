/// The one place of the version: `--version` prints it, and `scripts/ci/version.sh` reads this line for
/// releases, for the action and for the check of CITATION.cff.
enum Version {
  static let current = "0.2.0"
}
