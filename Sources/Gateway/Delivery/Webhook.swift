import AccountSession
import Cryptography
import HTTP
import HTTPClient
import JSON
import Kernel

/// Messages posted to a service that has templates, telephones and senders of its own.
///
/// The body is signed, so that the service can tell our posts from a stranger's and an old one from a new one:
/// `Lanyard-Signature: t=<milliseconds>,v1=<HMAC-SHA-256 of "<t>.<body>" in hexadecimal>`.
struct Webhook: MessageCarrier {
  let url: String
  let name = "webhook"
  private let origin: Origin
  private let target: String
  private let key: [UInt8]
  private let settings: HTTPClient.Settings

  enum Failure: Error, Hashable, CustomStringConvertible {
    case address(String)
    case key(path: String, KernelError)
    case keyLength(path: String)
    case keyTooOpen(path: String)

    var description: String {
      switch self {
      case .address(let url): "\(url) is no address to post to"
      case .key(let path, let error): "the webhook's key \(path) cannot be read: \(error.errno)"
      case .keyLength(let path): "the webhook's key \(path) does not hold 32 to 1024 bytes"
      case .keyTooOpen(let path): "everybody can read the webhook's key \(path)"
      }
    }
  }

  /// - Parameters:
  ///   - keyPath: 32 to 1024 bytes, of which a line end at the end is none.
  ///   - authorities: certificates to trust instead of the system's, in PEM.
  init(url: String, keyPath: String, authorities: String? = nil) throws(Failure) {
    guard let address = WebhookAddress(url), let origin = Origin(address.origin) else {
      throw .address(url)
    }
    self.url = url
    self.origin = origin
    target = address.target
    key = try Self.key(at: keyPath)
    var settings = HTTPClient.Settings()
    settings.connectTimeout = .seconds(10)
    settings.patience = .seconds(10)
    settings.mostBody = 64 << 10
    settings.authorities = authorities
    self.settings = settings
  }

  private static func key(at path: String) throws(Failure) -> [UInt8] {
    var key: [UInt8]
    let mode: UInt32
    do throws(KernelError) {
      key = try FileSystem.read(path, limit: 1_025)
      mode = try FileSystem.access(of: path).mode
    } catch {
      throw .key(path: path, error)
    }
    // A service manager may hand a secret over by a group of its own; "others" is everybody.
    guard mode & 0o007 == 0 else { throw .keyTooOpen(path: path) }
    if key.last == UInt8(ascii: "\n") { key.removeLast() }
    guard (32...1_024).contains(key.count) else { throw .keyLength(path: path) }
    return key
  }

  func carry(_ message: OutgoingMessage) throws(CarryError) {
    let request = request(for: message, at: SystemClock().now)
    let response: ClientResponse
    do throws(HTTPClientError) {
      // A connection of its own: messages are rare, and a kept one would be stale.
      response = try HTTPClient(origin, settings).send(request)
    } catch {
      switch error {
      case .unreachable, .silent, .cutShort: throw .passing("\(error)")
      case .notTrusted, .plain, .malformed, .tooLong, .file, .refused: throw .final("\(error)")
      }
    }
    let words = "\(origin) answered \(response.status.rawValue)"
    switch response.status.rawValue {
    case 200..<300: return
    case 408, 425, 429, 500...: throw .passing(words)
    default: throw .final(words)
    }
  }

  func request(for message: OutgoingMessage, at now: Timestamp) -> ClientRequest {
    var object: JSONObject = [
      "at": .string(now.description), "channel": .string(message.channel.rawValue),
      "address": .string(message.address), "purpose": .string(message.purpose),
      "subject": .string(message.subject), "text": .string(message.text),
    ]
    object["code"] = message.code.map { .string($0) }
    let body = JSONValue.object(object).encoded()
    let signed = [UInt8]("\(now.milliseconds).".utf8) + body
    let signature = HMACSHA256.authenticate(signed, key: key).hex
    return ClientRequest(
      .post, target,
      headers: [("Lanyard-Signature", "t=\(now.milliseconds),v1=\(signature)")],
      body: .bytes(body, type: "application/json"))
  }
}
