import Testing

@testable import AccountSession
