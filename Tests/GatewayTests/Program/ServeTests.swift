import Kernel
import LanyardTesting
import Testing

/// `lanyard serve` as a service manager sees it.
@Suite("The program that serves", .onOwnThread)
struct ServeTests {
  private let program = Program(directory: TemporaryDirectory())

  /// Starts a gateway, waits until it says it is ready, and leaves its process number in `$gateway` and its log in descriptor 3.
  private let start = """
    mkfifo "$here/log"
    "$lanyard" serve --data-directory "$data" --listen 127.0.0.1:0 --operation-listen off 2> "$here/log" &
    gateway=$!
    exec 3< "$here/log"
    wait_for() { while read -r line <&3; do case $line in *"$1"*) return 0;; esac; done; return 1; }
    wait_for gateway.ready
    end() { code=0; wait $gateway || code=$?; echo "code $code"; }

    """

  @Test("ends in order on SIGTERM and on Ctrl-C", arguments: ["TERM", "INT"])
  func order(signal: String) throws {
    let result = try program.shell(
      start + "kill -\(signal) $gateway; wait_for gateway.draining; wait_for gateway.ended; end")
    #expect(result.output == "code 0\n", "\(result.errors)")
  }

  @Test("goes on after SIGHUP")
  func hangUp() throws {
    let result = try program.shell(
      start
        + "kill -HUP $gateway; wait_for certificate.reloaded; kill -TERM $gateway; end")
    #expect(result.output == "code 0\n", "\(result.errors)")
  }

  @Test("says in one line why it does not start")
  func refusal() throws {
    let result = try program.shell(
      start
        + """
        second=0
        "$lanyard" serve --data-directory "$data" --listen 127.0.0.1:0 2> "$here/second" || second=$?
        cat "$here/second"; echo "code $second"
        kill -TERM $gateway; end
        """)
    #expect(
      result.output
        == "lanyard: another gateway is using \(program.directory.file("data"))\ncode 1\ncode 0\n")
  }

  @Test("tells the service manager when it is ready and when it stops")
  func notify() throws {
    let socket = try Descriptor.socket(family: 1, type: 2, protocol: 0)
    let path = program.directory.file("notify")
    try socket.bind(to: .unix(path))
    let result = try program.shell(
      "export NOTIFY_SOCKET=\(path)\n" + start + "kill -TERM $gateway; end")
    #expect(result.output == "code 0\n", "\(result.errors)")
    var told: [String] = []
    var buffer = [UInt8](repeating: 0, count: 1_024)
    while case .done(let count) = try buffer.withUnsafeMutableBufferPointer({
      (bytes) throws(KernelError) in
      try socket.receive(into: UnsafeMutableRawBufferPointer(bytes))
    }) {
      told.append(String(decoding: buffer[..<count], as: UTF8.self))
    }
    #expect(told.map { $0.split(separator: "\n")[0] } == ["READY=1", "STOPPING=1"])
  }

  @Test("takes a socket that the service manager has opened")
  func socketActivation() throws {
    // systemd's agreement: descriptors from 3 on, and who they are meant for. `exec` keeps the process number.
    let result = try program.shell(
      """
      cat > "$here/activate.py" <<'PYTHON'
      import os, socket, sys
      listener = socket.socket()
      listener.bind(("127.0.0.1", 0))
      listener.listen()
      os.dup2(listener.fileno(), 3)
      os.set_inheritable(3, True)
      with open(sys.argv[1] + "/port", "w") as file:
        file.write(str(listener.getsockname()[1]))
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="gateway")
      os.execv(sys.argv[2], [
        "lanyard", "serve", "--data-directory", sys.argv[1] + "/data", "--operation-listen", "off"])
      PYTHON
      mkfifo "$here/log"
      python3 "$here/activate.py" "$here" "$lanyard" 2> "$here/log" &
      gateway=$!
      exec 3< "$here/log"
      while read -r line <&3; do case $line in *gateway.ready*) break;; esac; done
      exec 4<> "/dev/tcp/127.0.0.1/$(cat "$here/port")"
      printf 'GET /v1/themes HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&4
      read -r status <&4; echo "$status"
      kill -TERM $gateway
      wait $gateway
      """)
    #expect(result.output == "HTTP/1.1 401 Unauthorized\r\n", "\(result.errors)")
  }
}
