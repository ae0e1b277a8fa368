/// What the trainer needs of a model.
public protocol TrainableModel: AnyObject {
  /// Every learned tensor, with its gradient.
  var parameters: ParameterSet { get }
  /// The mean loss over the scored positions of `batch`, in nats; the gradients of that mean replace
  /// those in `parameters`.
  func lossAndGradients(_ batch: Batch) -> Double
  /// Loss and hit at each scored position, in order of position, without gradients.
  func score(_ batch: Batch, _ body: (_ position: Int, _ loss: Float, _ hit: Bool) -> Void)
}

extension LanguageModel: TrainableModel {}
