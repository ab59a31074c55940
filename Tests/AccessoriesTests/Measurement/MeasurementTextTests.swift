import AccountSession
import Testing

@testable import Accessories

@Suite("Measurements as text")
struct MeasurementTextTests {
  private let band = DeviceID(number: 7)
  private let scale = DeviceID(number: 8)

  private var rows: [StoredMeasurement] {
    [
      StoredMeasurement(
        cursor: MeasurementCursor(takenAt: 1_795_000_000_000, fingerprint: 1), kind: .weight,
        value: 72_450, timeSource: .accessory, accessory: scale, isAuthenticated: false,
        attribution: Attribution(person: .other, basis: .guess)),
      StoredMeasurement(
        cursor: MeasurementCursor(takenAt: 1_795_000_060_123, fingerprint: 2), kind: .heartRate,
        value: 61, timeSource: .gateway, accessory: band, isAuthenticated: true,
        attribution: .ofLink),
    ]
  }

  @Test("are a table that every spreadsheet reads")
  func csv() {
    let text = String(
      decoding: MeasurementText.csv(rows, names: [scale: "Ada's \"Terra\", kitchen"]), as: UTF8.self
    )
    #expect(
      text == """
        taken_at,kind,value,unit,time_source,accessory,accessory_name,authenticated,person,\
        person_by\r
        2026-11-18T11:06:40.000Z,weight,72450,g,accessory,dev_0000000000008,\
        "Ada's ""Terra"", kitchen",no,other,guess\r
        2026-11-18T11:07:40.123Z,heart_rate,61,bpm,gateway,dev_0000000000007,,yes,owner,link\r

        """)
  }

  @Test(
    "run no formula that a stranger's accessory is named by",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      ("Band=2", "Band=2"),
      ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""), ("\tx", "'\tx"), ("", ""),
      ("a\r\nb", "\"a\r\nb\""),
    ])
  func formula(name: String, field: String) {
    #expect(String(decoding: MeasurementText.field(name), as: UTF8.self) == field)
  }

  @Test("say where they go on")
  func json() {
    let page = MeasurementArchive.Page(rows: [rows[0]], next: rows[0].cursor)
    #expect(
      String(decoding: MeasurementText.json(page), as: UTF8.self)
        == #"{"measurements":[{"measurement":"weight-1","kind":"weight","value":72450,"unit":"g","#
        + #""taken_at":"2026-11-18T11:06:40.000Z","time_source":"accessory","#
        + #""accessory":"dev_0000000000008","authenticated":false,"person":"other","#
        + #""person_by":"guess"}],"next_cursor":"mwm0nk74-1"}"#)
  }

  @Test("have a cursor that is taken back only as it was given")
  func cursor() {
    let cursor = MeasurementCursor(takenAt: 1_795_000_000_000, fingerprint: .max)
    #expect(MeasurementCursor(cursor.text) == cursor)
    for text in ["", "-", "1", "1-", "-1", "1-2-3", "01-2", "+1-2", "1-A", "1-zzzzzzzzzzzzzz"] {
      #expect(MeasurementCursor(text) == nil, "\(text)")
    }
  }
}
