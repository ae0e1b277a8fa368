/// Small results in the layout of each era. The numbers are made up.
enum LMEvalTexts {
  static let before04 = """
    {"results": {
      "piqa": {"acc": 0.5, "acc_stderr": 0.01, "acc_norm": 0.25, "acc_norm_stderr": 0.02},
      "lambada": {"ppl": 12.5, "ppl_stderr": 0.5, "acc": 0, "acc_stderr": 0.0}},
     "versions": {"piqa": 0, "lambada": 1},
     "config": {"model": "hf-causal", "num_fewshot": 5, "limit": null,
      "model_args": "use_accelerate=True,pretrained=a/b-160m,revision=step0"}}
    """

  static let onTheWay = """
    {"results": {"atis": {"acc,none": 0.05625, "acc_stderr,none": 0.0081, "f1,none": 0.114}},
     "configs": {"atis": {"task": "atis", "num_fewshot": 0, "metric_list": [{"metric": "acc"}]}},
     "versions": {"atis": "Yaml"},
     "config": {"model": "llm-tools", "model_args": "", "num_fewshot": 3}, "git_hash": "23dcc65"}
    """

  static let current = """
    {
      "results": {
        "suite": {" ": " ", "acc,none": 0.4, "acc_stderr,none": 0.015, "alias": "suite"},
        "gsm": {"alias": " - gsm", "exact_match,strict-match": 0.125,
          "exact_match_stderr,strict-match": 0.02, "exact_match,flexible-extract": 0.25,
          "exact_match_stderr,flexible-extract": "N/A"},
        "wiki": {"word_perplexity,none": 16.5, "word_perplexity_stderr,none": "N/A",
          "bits_per_byte,none": 0.75, "bits_per_byte_stderr,none": "N/A", "alias": "wiki"}
      },
      "groups": {"suite": {"acc,none": 0.4, "acc_stderr,none": 0.015, "alias": "suite"}},
      "group_subtasks": {"suite": ["gsm"], "gsm": [], "wiki": []},
      "configs": {"wiki": {"metric_list": [{"metric": "bits_per_byte", "higher_is_better": false}]}},
      "versions": {"gsm": 3.0, "wiki": 2},
      "n-shot": {"suite": 5, "gsm": 5, "wiki": 0},
      "higher_is_better": {"gsm": {"exact_match": true}, "wiki": {"word_perplexity": false}},
      "n-samples": {"gsm": {"original": 1319, "effective": 100},
        "wiki": {"original": 62, "effective": 62}},
      "config": {"model": "hf", "model_args": {"pretrained": "/m/x", "dtype": "bfloat16"}},
      "lm_eval_version": "0.4.8", "model_name": "other"
    }
    """

  /// Three lengths were run; 8192 was not.
  static let lengths = """
    {"results": {"niah": {"name": "niah", "alias": "niah", "sample_len": 500,
       "4096,none": 0.5, "4096_stderr,none": "N/A", "1024,none": 1.0, "1024_stderr,none": 0.0,
       "2048,none": 0.75, "2048_stderr,none": 0.01, "8192,none": -1, "8192_stderr,none": "N/A"}},
     "versions": {"niah": 1.0}, "n-shot": {"niah": 0},
     "n-samples": {"niah": {"original": 1500, "effective": 500}},
     "config": {"model_args": {}, "limit": null}, "model_name": "m"}
    """

  static let samples = """
    {"doc_id": 0, "doc": {"q": "a"}, "resps": [["x"]], "acc": 1.0, "f1": [0, 1], "doc_hash": "h"}
    {"doc_id": 1, "doc": {"q": "b"}, "resps": [["y"]], "acc": 0.0, "f1": [1, 1], "doc_hash": "i"}
    {"doc_id": 2, "doc": {"q": "c"}, "resps": [["z"]], "acc": true, "f1": [1, 0], "doc_hash": "j"}
    {"doc_id": 3, "doc": {"q": "d"}, "resps": [["z"]], "acc": 1, "f1": [1, 0], "doc_hash": "k"}

    """

  static let summary = """
    0,1,2,3
    Tasks,niah_single_1,vt,qa_2
    Score,100.0,99.4,58.42
    Nulls,0/500,3/500,0/5

    """

  static let fuzzSeeds = [
    ImportSample("lm-eval", "old.json", before04), ImportSample("lm-eval", "a.json", onTheWay),
    ImportSample("lm-eval", "results.json", current), ImportSample("lm-eval", "b.json", lengths),
    ImportSample("lm-eval-samples", "samples_a.jsonl", samples),
    ImportSample("ruler-summary", "summary.csv", summary),
  ]
}
