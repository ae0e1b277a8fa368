import CKernels
import Core
import Foundation
import Testing

@testable import Lab

@Suite struct AdamWTests {
  private static let gradients: [[Float]] = [
    [0.5, -0.2, 0.03], [-0.1, 0.4, 0.02], [0.3, 0.1, -0.05],
  ]

  private static func training(_ change: (inout TrainingConfig) -> Void = { _ in })
    -> TrainingConfig
  {
    var config = TrainingConfig()
    config.gradientClip = 0
    change(&config)
    return config
  }

  /// Two parameters that start alike, one with decay and one without.
  private static func parameters(_ start: [Float] = [1, -2, 0.5]) -> ParameterSet {
    let set = ParameterSet()
    let both = [
      set.declare("weight", [3], .constant(0), decays: true),
      set.declare("norm", [3], .constant(0), decays: false),
    ]
    set.seal()
    for parameter in both { for i in 0..<3 { parameter.value[i] = start[i] } }
    return set
  }

  private static func set(_ gradients: [Float], in parameters: ParameterSet) {
    for i in 0..<6 { parameters.gradients[i] = gradients[i % 3] }
  }

  /// Three steps of `torch.optim.AdamW`'s formula, computed in float64.
  @Test func threeStepsAreThoseOfPyTorch() {
    let parameters = Self.parameters()
    let optimiser = AdamW(parameters, Self.training())
    for (i, gradients) in Self.gradients.enumerated() {
      Self.set(gradients, in: parameters)
      optimiser.update(step: i + 1, rate: 0.01, norm: optimiser.gradientNorm)
    }
    let expected: [Double] = [
      0.9751356000142845, -1.9918287978364966, 0.47957020787946725,  // with decay 0.1
      0.9781074403766642, -1.9978064435768867, 0.48103896760229803,  // without
    ]
    for (value, wanted) in zip(parameters.values, expected) {
      #expect(abs(Double(value) - wanted) < 3e-7)
    }
    let first = [0.0615, 0.0298, -0.00077]
    let second = [0.01625625, 0.009905, 0.0001846125]
    for i in 0..<6 {
      #expect(abs(Double(optimiser.first[i]) - first[i % 3]) < 2e-8)
      #expect(abs(Double(optimiser.second[i]) - second[i % 3]) < 1e-8)
    }
  }

  @Test func epsilonIsOutsideTheRoot() {
    let parameters = Self.parameters([0, 0, 0])
    let optimiser = AdamW(parameters, Self.training())
    Self.set([1e-8, 1e-6, 1], in: parameters)
    optimiser.update(step: 1, rate: 0.01, norm: 1)
    let expected = [-0.005, -0.009900990099009903, -0.0099999999]
    for i in 0..<3 {
      #expect(abs(Double(parameters.values[3 + i]) / expected[i] - 1) < 1e-5)
    }
  }

  @Test func theNormIsThatOfAllGradients() {
    let parameters = Self.parameters()
    Self.set([3, 0, -4], in: parameters)
    #expect(AdamW(parameters, Self.training()).gradientNorm == 50.0.squareRoot())
  }

  @Test func clippingScalesToTheNormAndNeverUp() {
    let parameters = Self.parameters()
    let optimiser = AdamW(parameters, Self.training { $0.gradientClip = 0.5 })
    Self.set([3, 0, -4], in: parameters)
    optimiser.update(step: 1, rate: 0.01, norm: optimiser.gradientNorm)
    let norm = optimiser.first.reduce(0) { $0 + Double($1 * $1) }.squareRoot() / 0.1
    #expect(abs(norm - 0.5) < 1e-6)

    let small = AdamW(parameters, Self.training { $0.gradientClip = 100 })
    small.update(step: 1, rate: 0.01, norm: optimiser.gradientNorm)
    #expect(abs(small.first[2] + 0.4) < 1e-7)
  }

  /// More numbers than lanes, so that the remainder counts too.
  @Test(arguments: [0, 1, 15, 16, 17, 100]) func sumOfSquaresTakesEveryNumber(_ count: Int) {
    let numbers = (0..<count).map { Float($0 + 1) }
    let sum = ck_sum_squares(numbers, numbers.count)
    #expect(sum == Double(count * (count + 1) * (2 * count + 1) / 6))
  }
}

@Suite struct ScheduleTests {
  private static func schedule(_ change: (inout TrainingConfig) -> Void = { _ in }) -> Schedule {
    var config = TrainingConfig()
    config.steps = 100
    config.warmupSteps = 10
    change(&config)
    return Schedule(config)
  }

  @Test(arguments: [
    (0, 0), (1, 1e-4), (5, 5e-4), (10, 1e-3), (11, 0.000999725872158593), (55, 0.00055),
    (99, 0.00010027412784140692), (100, 1e-4),
  ]) func warmsUpAndFallsAsACosine(_ step: Int, _ rate: Double) {
    #expect(abs(Self.schedule().rate(at: step) - rate) < 1e-15)
  }

  @Test func theLastStepHasTheFinalShareExactly() {
    let schedule = Self.schedule { $0.finalLearningRateFraction = 0.25 }
    #expect(schedule.rate(at: 100) == 0.25e-3)
  }

  @Test func runsWithoutWarmUpAndOfWarmUpAloneHaveARate() {
    #expect(Self.schedule { $0.warmupSteps = 0 }.rate(at: 1) < 1e-3)
    #expect(Self.schedule { $0.warmupSteps = 0 }.rate(at: 1) > 0.999e-3)
    #expect(Self.schedule { $0.warmupSteps = 100 }.rate(at: 100) == 1e-3)
  }
}
