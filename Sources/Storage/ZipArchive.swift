import CZlib
import Domain

/// Writes a zip archive piece by piece (APPNOTE 6.3, without the extensions for more than 4 GiB and
/// 65,535 entries): the bytes of each entry, then those of the end.
package struct ZipArchive: Sendable {
  private var directory: [UInt8] = []
  private var count: UInt16 = 0
  private var offset: UInt32 = 0

  package init() {}

  /// The bytes of an entry; `name` is a path of plain ASCII with slashes, of at most 1,000 bytes.
  /// nil when the archive would grow too large for the format.
  package mutating func add(
    _ name: String, _ bytes: [UInt8], modifiedAt time: Timestamp
  ) -> [UInt8]? {
    precondition(name.utf8.count <= 1000, "a name in an archive is short")
    let content = Self.deflate(bytes)
    let isSmaller = content.count < bytes.count
    let stored = isSmaller ? content : bytes
    guard count < .max, bytes.count <= StorageLimits.blobSize.bytes,
      UInt64(offset) + UInt64(stored.count) + UInt64(directory.count) + 10_000 < UInt64(UInt32.max)
    else { return nil }
    // What both headers say: version 2.0, no flags, method, time, checksum, sizes, name length.
    var fields: [UInt8] = []
    fields.append(twoBytes: 20)
    fields.append(twoBytes: 0)
    fields.append(twoBytes: isSmaller ? 8 : 0)
    fields.append(fourBytes: Self.dosTime(time))
    fields.append(fourBytes: unsafe UInt32(crc32(0, bytes, uInt(bytes.count))))
    fields.append(fourBytes: UInt32(stored.count))
    fields.append(fourBytes: UInt32(bytes.count))
    fields.append(twoBytes: UInt16(name.utf8.count))
    fields.append(twoBytes: 0)

    var entry: [UInt8] = []
    entry.append(fourBytes: 0x0403_4B50)
    entry += fields
    entry += name.utf8
    entry += stored

    directory.append(fourBytes: 0x0201_4B50)
    directory.append(twoBytes: 20)
    directory += fields
    // No comment, disk 0, no attributes.
    directory += [UInt8](repeating: 0, count: 10)
    directory.append(fourBytes: offset)
    directory += name.utf8

    offset += UInt32(entry.count)
    count += 1
    return entry
  }

  /// The bytes behind the last entry.
  package func end() -> [UInt8] {
    var end = directory
    end.append(fourBytes: 0x0605_4B50)
    end.append(fourBytes: 0)
    end.append(twoBytes: count)
    end.append(twoBytes: count)
    end.append(fourBytes: UInt32(directory.count))
    end.append(fourBytes: offset)
    end.append(twoBytes: 0)
    return end
  }

  /// A zlib stream is a deflate stream between two bytes and a checksum of four.
  private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    Array(BlobStore.compress(bytes).dropFirst(2).dropLast(4))
  }

  /// MS-DOS has years from 1980 and every other second.
  private static func dosTime(_ time: Timestamp) -> UInt32 {
    let digits = time.description.utf8.map { UInt32($0) &- 48 }
    func two(_ index: Int) -> UInt32 { digits[index] * 10 + digits[index + 1] }
    let year = two(0) * 100 + two(2)
    guard (1980...2107).contains(year) else { return 0x21 << 16 }
    let date = (year - 1980) << 9 | two(5) << 5 | two(8)
    return date << 16 | two(11) << 11 | two(14) << 5 | two(17) / 2
  }
}

extension [UInt8] {
  fileprivate mutating func append(twoBytes value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(value >> 8))
  }

  fileprivate mutating func append(fourBytes value: UInt32) {
    append(twoBytes: UInt16(truncatingIfNeeded: value))
    append(twoBytes: UInt16(value >> 16))
  }
}
