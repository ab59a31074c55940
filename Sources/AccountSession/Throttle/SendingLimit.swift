/// At most so many messages within any stretch of this length.
package struct SendingLimit: Hashable, Sendable {
  package let most: Int
  /// At most a day: older messages are not remembered.
  package let within: Duration

  package init(most: Int, within: Duration) {
    precondition(most >= 1 && within > .zero && within <= SendingLimit.memory)
    self.most = most
    self.within = within
  }

  static let memory: Duration = .seconds(86_400)
}
