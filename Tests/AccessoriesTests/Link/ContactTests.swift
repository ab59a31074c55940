import JSON
import Testing

@testable import Accessories

@Suite("The contact with a linked accessory")
struct ContactTests {
  private let start = Timestamp(milliseconds: 1_795_000_000_000)

  @Test("is sought after one second, two, four, and then once a minute")
  func pauses() {
    var contact = Contact.away(since: start, failures: 0)
    var now = start
    for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
      #expect(contact.take(.timePassed, at: now + .milliseconds(seconds * 1_000 - 1)) == .nothing)
      now = now + .seconds(seconds)
      #expect(contact.take(.timePassed, at: now) == .call)
      #expect(contact.take(.failed(.outOfReach), at: now) == .nothing)
    }
  }

  @Test("is sought as soon as the accessory is seen, but not more than once a second")
  func seen() {
    var contact = Contact.away(since: start, failures: 9)
    #expect(contact.take(.seen, at: start + .milliseconds(999)) == .nothing)
    #expect(contact.take(.seen, at: start + .seconds(1)) == .call)
    #expect(contact.take(.seen, at: start + .seconds(2)) == .nothing)
  }

  @Test("begins its patience anew once it succeeded")
  func success() {
    var contact = Contact.calling(failures: 9)
    #expect(contact.take(.encrypted(isEnough: true), at: start) == .nothing)
    #expect(contact == .connected)
    #expect(contact.take(.disconnected, at: start) == .nothing)
    #expect(contact == .away(since: start, failures: 0))
  }

  @Test(
    "is given up when the bond is not good, and stays so",
    arguments: [LinkFailure.keyMissing, .keyTooShort, .pairingRejected])
  func spoilt(failure: LinkFailure) {
    var contact = Contact.calling(failures: 0)
    #expect(contact.take(.failed(failure), at: start) == .giveUp)
    #expect(contact == .spoilt)
    for event in [
      Contact.Event.seen, .timePassed, .encrypted(isEnough: true), .failed(.outOfReach),
      .disconnected,
    ] {
      #expect(contact.take(event, at: start + .seconds(86_400)) == .nothing)
      #expect(contact == .spoilt)
    }
  }

  @Test("is given up when it is protected less well than before")
  func downgrade() {
    var contact = Contact.calling(failures: 0)
    #expect(contact.take(.encrypted(isEnough: false), at: start) == .giveUp)
    #expect(contact == .spoilt)
  }

  @Test("is never sought with what only advertises")
  func broadcasting() {
    var contact = Contact.broadcasting
    for event in [Contact.Event.seen, .timePassed, .disconnected, .failed(.radioGone)] {
      #expect(contact.take(event, at: start + .seconds(600)) == .nothing)
    }
    #expect(contact == .broadcasting)
  }
}
