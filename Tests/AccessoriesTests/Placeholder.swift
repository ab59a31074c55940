import Testing

@testable import Accessories
