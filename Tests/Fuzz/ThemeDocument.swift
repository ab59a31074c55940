// fuzz: ThemeDocument imports SignedMetadata
// seeds: Catalog/*/theme.json

import SignedMetadata

/// A theme's source: parsed, or refused with mistakes that each have a line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  switch ThemeSource.parse(bytes) {
  case .success(let source):
    precondition(!source.files.isEmpty && !source.previews.isEmpty)
    precondition(source.theme.title.best(for: []).tag == .english)
  case .failure(let mistakes):
    precondition((1...Mistakes.most).contains(mistakes.all.count))
    precondition(mistakes.all.allSatisfy { ($0.line ?? 0) >= 1 && !$0.remedy.isEmpty })
  }
  return 0
}
