import Testing

@testable import Updates
