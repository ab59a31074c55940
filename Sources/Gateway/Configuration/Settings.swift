import HTTPServer
import Updates

/// Every setting there is, in the order in which they are explained. The file, the environment, the flags, the help pages and
/// `lanyard config --check` are all read off this table.
package enum Settings {
  package static let environmentPrefix = "LANYARD_"

  // MARK: Where

  static let dataDirectory = Setting(
    "data_directory", .path, default: "/var/lib/lanyard",
    help: "the directory that holds the database, objects and keys")
  static let listen = Setting(
    "listen", .address, default: ListenAddress(host: "127.0.0.1", port: 8080),
    help: "where phones and the content team reach the gateway")
  static let operationListen = Setting(
    "operation_listen", .addressOrOff, default: ListenAddress(host: "127.0.0.1", port: 9180),
    help: "where /healthz, /readyz and /metrics are; loopback only")
  static let certificate = Setting(
    "tls_certificate_file", .path, default: nil,
    help: "the certificate chain in PEM; read again on SIGHUP")
  static let certificateKey = Setting(
    "tls_key_file", .path, default: nil, help: "the certificate's private key in PEM")
  static let allowPlainHTTP = Setting(
    "allow_plain_http", .claim, default: false,
    help: "listen beyond this machine without TLS: only behind a proxy that has it")
  static let trustedProxies = Setting(
    "trusted_proxies", .count(0...8), default: 0,
    help: "how many proxies in front name the client in X-Forwarded-For")

  // MARK: How much

  static let loops = Setting(
    "loops", .count(0...64), default: 0, help: "threads that serve requests; 0 for one per core")
  private static let usual = ServerConfiguration.Limits()
  static let connections = Setting(
    "connections_limit", .count(16...1_000_000), default: usual.connections,
    help: "connections open at once; more are answered 503")
  static let headerTimeout = Setting(
    "header_timeout_seconds", .seconds(1...600), default: usual.headerTimeout,
    help: "how long a request's head may take to arrive")
  static let bodyTimeout = Setting(
    "body_timeout_seconds", .seconds(1...3_600), default: usual.bodyTimeout,
    help: "how long a request's body may pause")
  static let idleTimeout = Setting(
    "idle_timeout_seconds", .seconds(1...3_600), default: usual.idleTimeout,
    help: "how long a connection is kept between requests")
  static let writeTimeout = Setting(
    "write_timeout_seconds", .seconds(1...3_600), default: usual.writeTimeout,
    help: "how long a client may take nothing of its answer")
  static let heartbeat = Setting(
    "heartbeat_seconds", .seconds(1...600), default: usual.heartbeat,
    help: "how often an idle notice stream shows that it is alive")
  static let drain = Setting(
    "drain_seconds", .seconds(0...600), default: usual.drain,
    help: "how long requests may go on after SIGTERM")

  // MARK: Decisions

  static let passwordCost = Setting(
    "password_cost", .count(5...8), default: GatewayConfiguration.usualPasswordCost,
    help: "yescrypt cost of new password hashes; 6 takes 32 MiB for one")
  static let offerLife = Setting(
    "offer_life_seconds", .seconds(60...86_400), default: UpdateDesk.usualOfferLife,
    help: "how long a device may act on a signed update offer")
  static let radio = Setting(
    "radio", .choice, default: RadioChoice.none,
    help: "what links accessories: none, the kernel's adapters, or a simulated band and scales")

  // MARK: Delivery of codes

  static let delivery = Setting(
    "delivery", .choice, default: DeliveryChoice.outbox,
    help: "how codes reach their owners")
  static let outbox = Setting(
    "delivery_outbox_directory", .path, default: nil,
    help: "where delivery = outbox puts messages; the data directory's outbox/ if unset")
  static let sendmail = Setting(
    "delivery_sendmail_path", .path, default: "/usr/sbin/sendmail",
    help: "the program that delivery = sendmail runs")
  static let sender = Setting(
    "delivery_sender", .text("ADDRESS", "an e-mail address"), default: nil,
    help: "the address that mail comes from")
  static let webhook = Setting(
    "delivery_webhook_url", .text("URL", "an https:// address"), default: nil,
    help: "where delivery = webhook posts messages")
  static let webhookKey = Setting(
    "delivery_webhook_key_file", .path, default: nil,
    help: "the secret that webhook posts are signed with, 32 to 1024 bytes")
  static let deliveryQueue = Setting(
    "delivery_queue_limit", .count(1...100_000), default: 1_000,
    help: "messages that may wait to be delivered; more are dropped and counted")

  // MARK: Words

  static let logFormat = Setting(
    "log_format", .choice, default: LogFormat.auto,
    help: "text, json, or text on a terminal and json elsewhere")
  static let logLevel = Setting(
    "log_level", .choice, default: LogLevel.info, help: "the least that is written")

  package static let all: [any AnySetting] = [
    dataDirectory, listen, operationListen, certificate, certificateKey, allowPlainHTTP,
    trustedProxies,
    loops, connections, headerTimeout, bodyTimeout, idleTimeout, writeTimeout, heartbeat, drain,
    passwordCost, offerLife, radio,
    delivery, outbox, sendmail, sender, webhook, webhookKey, deliveryQueue,
    logFormat, logLevel,
  ]
}

package enum RadioChoice: String, CaseIterable, Sendable {
  case none
  /// The adapters of this machine, all of them.
  case kernel
  case simulated
}

package enum DeliveryChoice: String, CaseIterable, Sendable {
  case outbox
  case sendmail
  case webhook
}
