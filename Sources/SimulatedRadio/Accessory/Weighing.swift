/// Somebody who steps on a scale.
package struct Weighing: Hashable, Sendable {
  /// In 5 g: 14,490 are 72.45 kg.
  package var fiveGrams: UInt16
  package var ohms: UInt16
  package var bodyFatPermille: UInt16
  package var musclePermille: UInt16
  /// The scale's number for the person; nil when it does not recognise anybody.
  package var user: UInt8?

  package init(
    fiveGrams: UInt16, ohms: UInt16 = 503, bodyFatPermille: UInt16 = 182,
    musclePermille: UInt16 = 438, user: UInt8? = nil
  ) {
    self.fiveGrams = fiveGrams
    self.ohms = ohms
    self.bodyFatPermille = bodyFatPermille
    self.musclePermille = musclePermille
    self.user = user
  }
}
