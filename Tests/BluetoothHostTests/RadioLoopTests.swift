import BluetoothHost
import Kernel
import Synchronization
import Testing

@Suite("A radio's thread", .timeLimit(.minutes(1)))
struct RadioThreadTests {
  private final class Diary {
    var lines: [Int] = []
    let loop: RadioLoop
    init(on loop: RadioLoop) { self.loop = loop }
  }

  private func thread() throws -> RadioThread<Diary> {
    try RadioThread(name: "diary") { Diary(on: $0) }
  }

  @Test("does what is posted in the order of the posts, and all of it before it stops")
  func order() throws {
    let thread = try thread()
    let seen = Mutex<[Int]>([])
    for number in 0..<1_000 {
      #expect(thread.post { $0.lines.append(number) })
    }
    thread.post { diary in seen.withLock { $0 = diary.lines } }
    thread.stop()
    #expect(seen.withLock { $0 } == Array(0..<1_000))
  }

  @Test("takes nothing after it has stopped, and stops twice as well as once")
  func stopped() throws {
    let thread = try thread()
    thread.stop()
    thread.stop()
    #expect(!thread.post { _ in })
  }

  @Test("rings alarms by time, and none that was called off")
  func alarms() async throws {
    let thread = try thread()
    let lines = await withCheckedContinuation { continuation in
      thread.post { diary in
        let now = MonotonicTime.now
        for place in [3, 1, 2] {
          diary.loop.alarm(at: now + .milliseconds(place)) { diary.lines.append(place) }
        }
        let off = diary.loop.alarm(at: now + .milliseconds(2)) { diary.lines.append(99) }
        diary.loop.cancel(off)
        diary.loop.alarm(at: now + .milliseconds(5)) {
          continuation.resume(returning: diary.lines)
        }
      }
    }
    #expect(lines == [1, 2, 3])
    thread.stop()
  }

  @Test("delivers mail to the loop, and says when there is no room")
  func mail() async throws {
    let thread = try thread()
    let mailbox = await withCheckedContinuation { continuation in
      thread.post { diary in
        continuation.resume(returning: diary.loop.mailbox { diary.lines.append($0) })
      }
    }
    #expect(mailbox.send(1))
    #expect(mailbox.send(2))
    // A turn of the loop empties the box after it has done what was posted.
    await withCheckedContinuation { continuation in thread.post { _ in continuation.resume() } }
    let lines = await withCheckedContinuation { continuation in
      thread.post { diary in
        // While the loop is busy here nobody empties the box.
        var sent = 0
        while mailbox.send(0) { sent += 1 }
        let box = diary
        diary.loop.alarm(at: .now) { continuation.resume(returning: (box.lines.prefix(2), sent)) }
      }
    }
    #expect(Array(lines.0) == [1, 2])
    #expect(lines.1 == 4_096)
    thread.stop()
    #expect(!mailbox.send(3))
  }

  private final class Ear: PacketReceiver {
    var packets: [[UInt8]] = []
    var ends: [PacketSocketEnd] = []
    func socket(_ socket: PacketSocket, received packet: [UInt8]) { packets.append(packet) }
    func socket(_ socket: PacketSocket, ended end: PacketSocketEnd) { ends.append(end) }
  }

  @Test("hears packets whole and in order, and the end once")
  func packets() async throws {
    let thread = try thread()
    let heard = await withCheckedContinuation { continuation in
      thread.post { diary in
        let (first, second) = (Ear(), Ear())
        guard let pair = try? Descriptor.packetPair(),
          let ends = try? pair.split({ (one, other) throws(KernelError) in
            Pair(
              try PacketSocket(one, on: diary.loop, receiver: first),
              try PacketSocket(other, on: diary.loop, receiver: second))
          })
        else { return continuation.resume(returning: ([[UInt8]](), [PacketSocketEnd]())) }
        for number in 0..<50 { ends.one.send([UInt8](repeating: UInt8(number), count: number + 1)) }
        diary.loop.alarm(at: .now + .milliseconds(5)) {
          ends.one.close()
          diary.loop.alarm(at: .now + .milliseconds(5)) {
            withExtendedLifetime(first) {
              continuation.resume(returning: (second.packets, second.ends))
            }
          }
        }
      }
    }
    #expect(heard.0 == (0..<50).map { [UInt8](repeating: UInt8($0), count: $0 + 1) })
    #expect(heard.1 == [.hungUp])
    thread.stop()
  }

  private final class Pair {
    let one: PacketSocket
    let other: PacketSocket
    init(_ one: PacketSocket, _ other: PacketSocket) {
      self.one = one
      self.other = other
    }
  }

  @Test("gives a peer up that takes nothing")
  func congested() async throws {
    let thread = try thread()
    let ends = await withCheckedContinuation { continuation in
      thread.post { diary in
        let ear = Ear()
        guard let pair = try? Descriptor.packetPair(),
          let sockets = try? pair.split({ (one, other) throws(KernelError) in
            (try PacketSocket(one, on: diary.loop, receiver: ear), other.release())
          })
        else { return continuation.resume(returning: [PacketSocketEnd]()) }
        for _ in 0..<10_000 where sockets.0.isOpen {
          sockets.0.send([UInt8](repeating: 7, count: 512))
        }
        diary.loop.alarm(at: .now + .milliseconds(1)) {
          _ = Descriptor(adopting: sockets.1)
          continuation.resume(returning: ear.ends)
        }
      }
    }
    #expect(ends == [.congested])
    thread.stop()
  }
}
