import Core
import Testing
import TestSupport

/// Damage to the families, layouts, costs and references.
@Suite struct CatalogFilesTests {
  let copy: DataCopy

  init() throws { copy = try DataCopy() }

  @Test(arguments: [
    ("families.csv", "HGRN2,HGRN-2,2,matrix", "HGRN2,HGRN-2,2,cube", ":5", "state is not one"),
    ("families.csv", "HGRN2,HGRN-2,2,matrix", "HGRN2,HGRN-2,two,matrix", ":5", "generation is"),
    ("families.csv", "HGRN2,HGRN-2,", "GLA,HGRN-2,", ":5", "key repeats line 4"),
    ("families.csv", ",qin2024hgrn2", ",nobody", ":5", "source is not the key of a reference"),
    ("families.csv", "cosFormer2,,,context", "cosFormer2,,,friend", ":12", "role is not one"),
    ("layouts.csv", "12:1,one-in-r,24,2,11 23", "12:1,one-in-r,24,3,11 23", ":4", "attention_ind"),
    ("layouts.csv", "12:1,one-in-r,24,2,11 23", "12:1,one-in-r,24,1,23", ":4", "attention_layers"),
    ("layouts.csv", "12:1,one-in-r,24,2,11 23", "24:1,one-in-r,24,1,23", ":4", "ratio_label rep"),
    ("layouts.csv", "24:1,one-in-r", "24:1,one-in-all", ":3", "ratio_convention is not one"),
    ("costs.csv", "Hawk,Hawk,", "Hawk,Eagle,", ":4", "families names an unknown family"),
    ("costs.csv", "Hawk,Hawk,", "HGRN,Hawk,", ":4", "mixer repeats line 3"),
    (
      "costs.csv", "GLA,GLA,matrix,7*d_model^2/H,7", "GLA,GLA,matrix,7*d_model^2/H,x", ":7",
      "passes"
    ),
    (
      "references.json", "\"key\": \"qin2024hgrn2\"", "\"key\": \"sun2023retnet\"", "",
      "a key occurs"
    ),
    ("references.json", "\"year\": 2017", "\"jahr\": 2017", ": [19].jahr", "not allowed"),
    ("references.json", "\"year\": 2017", "\"year\": \"2017\"", ": [19].year", "another type"),
  ])
  func refuses(file: String, old: String, new: String, place: String, what: String) throws {
    try copy.replace(file, old, new)
    try copy.trustBytes()
    let fault = try fault { try copy.folder.load() }
    #expect(fault.location == "data/\(file)\(place)")
    #expect(fault.what.contains(what))
  }
}
