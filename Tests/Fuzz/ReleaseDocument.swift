// fuzz: ReleaseDocument imports SignedMetadata
// seeds: Firmware/*/*/release.json

import SignedMetadata

/// A release's source: parsed, or refused with mistakes that each have a line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  switch ReleaseSource.parse(bytes) {
  case .success(let source):
    precondition((0...100).contains(source.release.rolloutPercent))
    precondition(SemanticVersion(source.release.version.description) == source.release.version)
  case .failure(let mistakes):
    precondition((1...Mistakes.most).contains(mistakes.all.count))
    precondition(mistakes.all.allSatisfy { ($0.line ?? 0) >= 1 && !$0.remedy.isEmpty })
  }
  return 0
}
