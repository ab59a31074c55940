/// The unit file that `lanyard serve --print-unit` writes.
///
/// Everything is taken away that the gateway does not need: it runs as a user that exists only while it does, sees a read-only system
/// with no homes and no devices, and keeps of the superuser's powers the two that the kernel's Bluetooth asks for.
package enum SystemdUnit {
  /// - Parameters:
  ///   - program: the absolute path of `lanyard`.
  ///   - configuration: the file it is to read, which must then be there; nil for the usual one, if it is there.
  package static func text(program: String, configuration: String?) -> String {
    """
    # /etc/systemd/system/lanyard.service
    [Unit]
    Description=Lanyard gateway
    Documentation=man:systemd.exec(5)
    After=network-online.target bluetooth.target
    Wants=network-online.target

    [Service]
    Type=notify
    ExecStart=\(quoted(program)) serve\(configuration.map { " --config \(quoted($0))" } ?? "")
    ExecReload=/bin/kill -HUP $MAINPID
    Restart=on-failure
    RestartSec=2
    # A gateway that does not say every 15 seconds that it is alive is started again.
    WatchdogSec=30
    # drain_seconds and the last commit.
    TimeoutStopSec=45

    # Ports below 1024 are systemd's to open: in lanyard.socket, ListenStream=443, and the gateway takes the socket over.

    # Who it is, and the one place where it may write.
    DynamicUser=yes
    StateDirectory=lanyard
    StateDirectoryMode=0700
    UMask=0077
    Environment=LANYARD_DATA_DIRECTORY=%S/lanyard
    # The certificate is read by systemd and handed over, so that the gateway's user need not be able to:
    #LoadCredential=tls-certificate:/etc/lanyard/tls/fullchain.pem
    #LoadCredential=tls-key:/etc/lanyard/tls/privkey.pem
    #Environment=LANYARD_TLS_CERTIFICATE_FILE=%d/tls-certificate LANYARD_TLS_KEY_FILE=%d/tls-key

    # What it may do.
    AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW
    CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW
    NoNewPrivileges=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_BLUETOOTH
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged @resources
    SystemCallErrorNumber=EPERM

    # What it may see.
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    PrivateDevices=yes
    ProtectClock=yes
    ProtectControlGroups=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectProc=invisible
    ProcSubset=pid
    RemoveIPC=yes

    # A descriptor for each connection, and some to spare.
    LimitNOFILE=65536

    [Install]
    WantedBy=multi-user.target
    """
  }

  /// Whether the unit's service could not see the program, because it sees no homes and has a temporary folder of its own.
  package static func hides(_ program: String) -> Bool {
    ["home", "root", "tmp"].contains(program.split(separator: "/").first)
  }

  /// systemd expands `%` and `$`, and splits at spaces.
  private static func quoted(_ path: String) -> String {
    let escaped = path.map { character -> String in
      switch character {
      case "%": "%%"
      case "$": "$$"
      case "\\", "\"": "\\\(character)"
      default: String(character)
      }
    }.joined()
    return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
  }
}
