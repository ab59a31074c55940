extension CredentialPolicy {
  /// The same as lines of a page, in their order. How many hashes run at once is the machine's and not here.
  var table: [(name: String, value: String)] {
    [
      ("leastCodePoints", "\(leastCodePoints)"), ("mostCodePoints", "\(mostCodePoints)"),
      ("mostPasswordBytes", "\(mostPasswordBytes)"), ("leastUnits", "\(leastUnits)"),
      ("hashesWaiting", "\(hashesWaiting)"), ("codeDigits", "\(codeDigits)"),
      ("codeLife", AccountPolicy.text(codeLife)), ("triesPerCode", "\(triesPerCode)"),
      ("mostSecondFactors", "\(mostSecondFactors)"),
      ("enrolmentLife", AccountPolicy.text(enrolmentLife)), ("recoveryCodes", "\(recoveryCodes)"),
      ("recoveryHold", AccountPolicy.text(recoveryHold)),
      ("strangers", text(strangers)), ("knownClient", text(knownClient)),
      ("network", text(network)), ("codes", text(codes)),
      ("secondFactor", text(secondFactor)), ("lookups", text(lookups)),
      ("strangersUntilShut", "\(strangersUntilShut)"),
      ("messagesToOneAddress", text(messagesToOneAddress)),
      ("messagesFromOneNetwork", text(messagesFromOneNetwork)),
      ("messagesAltogether", text(messagesAltogether)),
    ]
  }

  private func text(_ schedule: ThrottleSchedule) -> String {
    let waits = [schedule.first, schedule.longest, schedule.memory].map(AccountPolicy.text)
    return
      "\(schedule.free) free, then \(waits[0]) doubling to \(waits[1]); forgotten after \(waits[2])"
  }

  private func text(_ limits: [SendingLimit]) -> String {
    limits.map { "\($0.most) in \(AccountPolicy.text($0.within))" }.joined(separator: ", ")
  }
}
