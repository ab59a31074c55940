import AccountSession

/// An attempt to link, for as long as it is remembered.
struct LinkID: Identifier {
  static let prefix = "lnk_"
  let number: Int64
}
