import Testing

@testable import Lab

@Suite("Kernels for CPUs that OpenBLAS does not know")
struct KernelAdviceTests {
  static let wide: Set<String> = ["avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"]

  @Test("A choice of OpenBLAS's own stays", arguments: ["Haswell", "Zen", "Cooperlake", "Nehalem"])
  func knownCPU(choice: String) {
    #expect(KernelAdvice.better(than: choice, flags: Self.wide) == nil)
  }

  @Test(
    "The fallback gives way to what the CPU can do",
    arguments: [
      (wide.union(["avx512_bf16"]), "Cooperlake"), (wide, "SkylakeX"),
      (["avx2", "fma", "avx512f"], "Haswell"), (["avx2"], nil), (["sse2"], nil),
    ] as [(Set<String>, String?)])
  func fallback(flags: Set<String>, kernels: String?) {
    #expect(KernelAdvice.better(than: "Prescott", flags: flags) == kernels)
  }

  @Test("Flags are read from the first CPU of cpuinfo")
  func flags() {
    let text = "processor\t: 0\nflags\t\t: fpu avx2 fma\nprocessor\t: 1\nflags\t\t: sse\n"
    #expect(KernelAdvice.flags(in: text) == ["fpu", "avx2", "fma"])
    #expect(KernelAdvice.flags(in: "no such line").isEmpty)
  }
}
