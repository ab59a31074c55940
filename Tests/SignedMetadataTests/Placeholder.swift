import Testing

@testable import SignedMetadata
