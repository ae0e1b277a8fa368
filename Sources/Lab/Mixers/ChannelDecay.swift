import CKernels
import Core

/// GLA's decays, log α `[N, H K]`, by `interleave_gate` (ours, not FLA's):
///
///     learned:  α = σ(gk_proj.1 (gk_proj.0 x) + b)^(1/n),  n = gate_logit_normalizer
///     fixed:    α = σ(0)^(1/n), what the learned one starts from before it hears any input
///     off:      α = 1, which is plain linear attention
///
/// `gk_proj.0` is the last columns of the mixer's projection. Only a learned gate has parameters.
struct ChannelDecay {
  enum Gate: String, CaseIterable { case learned, fixed, off }

  /// What the options say, before anything is declared.
  struct Choice {
    let gate: Gate
    let rank: Int
    let normalizer: Float

    init(_ options: inout JSONFields) throws {
      gate = try options.word("interleave_gate", default: .learned)
      rank = try options.positive("gate_low_rank_dim", default: 16)
      normalizer = Float(try options.number("gate_logit_normalizer") ?? 16)
    }

    /// What the gate adds to the mixer's projection.
    var columns: [(name: String, width: Int)] { gate == .learned ? [("gk_proj.0", rank)] : [] }

    /// log α of a gate that hears nothing.
    var constant: Float {
      gate == .off ? 0 : -Float(DeterministicMath.log(2)) / normalizer
    }
  }

  private let choice: Choice
  private let keys: Int
  private let project: Projection?
  private let logits: Buffer
  private let logitGradients: Buffer
  private let logA: Buffer
  private let logAGradient: Buffer

  /// - Parameter keys: H K.
  init(_ choice: Choice, keys: Int, _ make: LayerMaker) {
    let learned = choice.gate == .learned
    self.choice = choice
    self.keys = keys
    project =
      learned ? Projection([("gk_proj.1", keys)], input: choice.rank, bias: true, make) : nil
    logits = make.keep(perToken: learned ? keys : 0)
    logitGradients = make.scratch(perToken: learned ? keys : 0)
    logA = make.keep(perToken: keys)
    logAGradient = make.scratch(perToken: keys)
  }

  /// Floating-point operations of a token, forward.
  var flops: Double { project?.flops ?? 0 }
  var rows: Rows { logA.rows(keys) }
  var gradientRows: Rows { logAGradient.rows(keys) }

  /// The last columns of the projection.
  private func lowRank(_ p: Rows) -> Rows { p.at(0, p.stride - choice.rank) }

  /// log α `[N, H K]` from the mixer's projection `[N, columns]`.
  func forward(_ p: Rows, tokens: Int) -> Rows {
    if let project {
      project.forward(lowRank(p), into: logits.rows(keys), rows: tokens)
      ck_log_sigmoid(logA.base, logits.base, keys, tokens, keys, choice.normalizer)
    } else {
      logA.base.update(repeating: choice.constant, count: tokens * keys)
    }
    return rows
  }

  /// Carries `gradientRows` to the parameters and to the columns of gk_proj.0 in `dp`.
  func backward(_ p: Rows, into dp: Rows, tokens: Int) {
    guard let project else { return }
    ck_log_sigmoid_backward(
      logitGradients.base, keys, logAGradient.base, logits.base, keys, tokens, keys,
      choice.normalizer)
    project.backward(logitGradients.rows(keys), x: lowRank(p), into: lowRank(dp), rows: tokens)
  }

  /// α `[H K]` of one token.
  func step(_ p: Rows) -> UnsafePointer<Float> {
    _ = forward(p, tokens: 1)
    ck_exp(logAGradient.base, logA.base, keys)
    return UnsafePointer(logAGradient.base)
  }
}
