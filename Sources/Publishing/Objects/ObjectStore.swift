package import Cryptography
import Kernel
import Synchronization

/// Files named by the SHA-256 of what they hold, under `objects/`. A file is there whole or not at all: uploads grow under
/// `objects/staging`, and a finished one is checked, fsynced, renamed, and its folder fsynced.
///
/// Any thread. Uploads wait for the disk, so never receive on a loop; opening and asking does not.
package final class ObjectStore: Sendable {
  /// The longest object, in bytes: 512 MiB.
  package static let longestObject: Int64 = 512 << 20
  /// Uploads that may be under way at once, each a file in `staging`.
  package static let mostUploads = 64

  private let directory: String
  private let staging: String
  /// What loops are told of uploads, apart from the shards, which are held while the disk is written.
  private let table: Mutex<[Digest: Progress]>
  private let shards: [Shard]

  /// Makes the folders where they are missing, and takes up what an earlier process left in `staging`: its uploads go on where their
  /// files end. One process uses a directory at a time.
  package init(directory: String) throws(ObjectStoreError) {
    self.directory = directory
    staging = directory + "/staging"
    shards = (0..<2).map { _ in Shard() }
    do throws(KernelError) {
      try FileSystem.makeFolder(directory)
      try FileSystem.makeFolder(staging)
      table = Mutex(try Self.leftovers(directory: directory, staging: staging))
    } catch {
      throw ObjectStoreError("open the object store", error)
    }
  }

  /// How far an object has come.
  package struct Progress: Hashable, Sendable {
    /// Bytes that are on the disk, from the start.
    package let received: Int64
    package let length: Int64
    /// The object can be opened: its digest was right.
    package let isComplete: Bool
  }

  /// Which of two independent halves of the store an object belongs to: work on one never waits for work on the other.
  static func shard(of digest: Digest) -> Int { Int(digest.prefix & 1) }

  // MARK: Reading

  /// A new descriptor for reading, with the length; nil when there is no such object. The caller owns the descriptor.
  package func open(
    _ digest: Digest
  ) throws(ObjectStoreError) -> (descriptor: Int32, length: Int64)? {
    do throws(KernelError) {
      let file = try Descriptor.file(reading: path(of: digest))
      let length = try file.length()
      return (file.release(), length)
    } catch {
      if error.errno == .noSuchFile { return nil }
      throw ObjectStoreError("open object \(digest.hex)", error)
    }
  }

  /// The length of a complete object, in bytes; nil when there is no such object.
  package func length(of digest: Digest) throws(ObjectStoreError) -> Int64? {
    do throws(KernelError) {
      return try FileSystem.length(of: path(of: digest))
    } catch {
      throw ObjectStoreError("look up object \(digest.hex)", error)
    }
  }

  /// Nil when nothing of the object is here.
  package func progress(of digest: Digest) throws(ObjectStoreError) -> Progress? {
    if let length = try length(of: digest) {
      return Progress(received: length, length: length, isComplete: true)
    }
    return table.withLock { $0[digest] }
  }

  // MARK: Writing

  /// Puts an object there at once. Waits for the disk.
  @discardableResult
  package func insert(_ bytes: [UInt8]) throws(ObjectStoreError) -> Digest {
    let digest = Digest.sha256(bytes)
    if try length(of: digest) != nil { return digest }
    do throws(KernelError) {
      try FileSystem.replace(path(of: digest), with: bytes)
    } catch {
      throw ObjectStoreError("write object \(digest.hex)", error)
    }
    return digest
  }

  /// What became of a piece.
  package enum Reception: Hashable, Sendable {
    /// On the disk; the upload goes on from here.
    case received(Int64)
    case complete(length: Int64)
    /// The piece does not start where the upload ends.
    case wrongOffset(received: Int64)
    /// The upload was begun, or the object is here, with this length.
    case wrongLength(Int64)
    /// All bytes are here and they are not the object: the upload is gone and starts anew.
    case wrongDigest
    /// `mostUploads` others are under way.
    case tooMany
  }

  /// Takes the next piece of an object. Waits for the disk: the answer holds after a crash.
  ///
  /// - Parameters:
  ///   - piece: at least one byte; `offset` and `total` are such that it lies within the object.
  ///   - total: the object's length, at most `longestObject`.
  package func receive(
    _ piece: [UInt8], of digest: Digest, at offset: Int64, total: Int64
  ) throws(ObjectStoreError) -> Reception {
    precondition(!piece.isEmpty && offset >= 0 && total <= Self.longestObject)
    precondition(offset <= total - Int64(piece.count), "a piece lies within its object")
    return try shards[Self.shard(of: digest)].hashes.withLock {
      (hashes) throws(ObjectStoreError) -> Reception in
      if let length = try length(of: digest) {
        return length == total ? .complete(length: length) : .wrongLength(length)
      }
      let progress = table.withLock { $0[digest] }
      // Which of two lengths is right, only the digest says, when all bytes are here: a first piece may begin anew with another.
      if let progress, progress.length == total || offset > 0 {
        guard progress.length == total else { return .wrongLength(progress.length) }
        guard progress.received == offset else { return .wrongOffset(received: progress.received) }
      } else {
        guard offset == 0 else { return .wrongOffset(received: 0) }
        guard try begin(digest, total: total, insteadOf: progress) else { return .tooMany }
        hashes[digest] = nil
      }
      let upload = StagedUpload(path: part(digest, length: total), object: path(of: digest))
      do throws(KernelError) {
        // Out of the table while it is being changed: after an error it is made anew from the file.
        let kept = hashes.removeValue(forKey: digest)
        let hash = if let kept { kept } else { try RunningHash(of: upload.path, length: offset) }
        let received = try upload.append(piece, at: offset, hash: hash)
        if received < total {
          hashes[digest] = hash
          note(digest, Progress(received: received, length: total, isComplete: false))
          return .received(received)
        }
        let isRight = try upload.finish(expecting: digest, hash: hash)
        note(digest, nil)
        return isRight ? .complete(length: total) : .wrongDigest
      } catch {
        // Nothing of it is on the disk, so it takes nobody's place.
        if offset == 0 { note(digest, nil) }
        throw ObjectStoreError("receive object \(digest.hex)", error)
      }
    }
  }

  /// Removes uploads to which nothing was added since `moment` (milliseconds since 1970). Waits for the disk.
  /// - Returns: how many.
  @discardableResult
  package func removeUploads(idleSince moment: Int64) throws(ObjectStoreError) -> Int {
    var removed = 0
    do throws(KernelError) {
      for entry in try FileSystem.list(staging, limit: Self.mostUploads * 2)
      where entry.modified < moment {
        guard let part = PartName(entry.name) else { continue }
        try shards[Self.shard(of: part.digest)].hashes.withLock { (hashes) throws(KernelError) in
          hashes[part.digest] = nil
          note(part.digest, nil)
          try FileSystem.remove(staging + "/" + entry.name)
        }
        removed += 1
      }
    } catch {
      throw ObjectStoreError("clean the staging folder", error)
    }
    return removed
  }

  // MARK: Inside

  /// Takes a place among the uploads under way; false when there are too many. Throws when the disk has no room for it.
  private func begin(
    _ digest: Digest, total: Int64, insteadOf other: Progress?
  ) throws(ObjectStoreError) -> Bool {
    do throws(KernelError) {
      if let other { try FileSystem.remove(part(digest, length: other.length)) }
      guard try FileSystem.freeBytes(at: staging) >= UInt64(total) else {
        throw KernelError(call: "statvfs", errno: .noSpace, object: staging)
      }
    } catch {
      throw ObjectStoreError("begin object \(digest.hex)", error)
    }
    return table.withLock { table in
      guard other != nil || table.count < Self.mostUploads else { return false }
      table[digest] = Progress(received: 0, length: total, isComplete: false)
      return true
    }
  }

  private func note(_ digest: Digest, _ progress: Progress?) {
    table.withLock { $0[digest] = progress }
  }

  private func path(of digest: Digest) -> String { "\(directory)/\(digest.hex)" }

  private func part(_ digest: Digest, length: Int64) -> String {
    "\(staging)/\(PartName(digest: digest, length: length).text)"
  }

  /// Removes what cannot go on, and says how far the rest has come.
  private static func leftovers(
    directory: String, staging: String
  ) throws(KernelError) -> [Digest: Progress] {
    // `insert` writes beside its object before it renames.
    for entry in try FileSystem.list(directory, limit: .max) where entry.name.hasSuffix(".new") {
      try FileSystem.remove(directory + "/" + entry.name)
    }
    var table: [Digest: Progress] = [:]
    for entry in try FileSystem.list(staging, limit: .max) {
      let path = staging + "/" + entry.name
      guard entry.kind == .file, let part = PartName(entry.name), table[part.digest] == nil,
        entry.length <= part.length
      else {
        if entry.kind == .file { try FileSystem.remove(path) }
        continue
      }
      // All bytes came, but the process ended before it had checked them: the last one is asked for again, and the
      // check happens on its way.
      let received = min(entry.length, part.length - 1)
      if received < entry.length {
        try Descriptor.file(writing: path).truncate(to: received)
      }
      table[part.digest] = Progress(received: received, length: part.length, isComplete: false)
    }
    return table
  }
}

/// The running digests of one half's uploads. Held while the disk is written, so that two pieces of one upload never cross.
private final class Shard: Sendable {
  let hashes = Mutex<[Digest: RunningHash]>([:])
}
