/// All claims, in the order of the paper's statements. Adding a claim is a file and a line here.
public enum ClaimRegistry {
  public static let all: [Claim] = [
    .standaloneRanks, .standaloneTopPick, .hgrn2OverTransformer, .hgrn2BeatsTransformer,
    .hgrn2OverStandalone, .tieAtLargeScale,
    .lmFlatAmongHybrids, .lmFlatFromPure, .lmFlatInEachFamily, .lmCluster, .lmFlatIndependent,
    .recallRises, .recallRisesInEachFamily, .recallOfPureModels, .recallOfHybrids,
    .mostReachTransformer, .deltaNetPeak, .gatedDeltaNetPeak,
    .gatedDeltaNetAdvantage, .hgrn2Advantage, .retNetNearZero,
    .hierarchyDoublesRecall,
    .recallSaturates, .forgettingIsNeeded,
    .recallNearlyDoubles, .lmShiftIsSmall,
    .gatingMatters, .hierarchyMatters, .forgettingMatters,
    .cacheFactor, .cacheRange, .cacheFactorOfCheckpoints,
    .recommendedRatios, .recommendedFamilies,
    .subtasksDepend, .wordsDoNot,
    .pureHGRNEndsFront, .transformerEndsFront, .hgrnInMiddle, .hgrn2InMiddle,
    .transformerHighest,
  ]
}
