import CZlib
import Crypto
import Domain
import FoundationEssentials
import GRDB

/// Bytes as SQLite takes them.
struct Blob: DatabaseValueConvertible, Sendable, Hashable {
  var bytes: [UInt8]

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> Blob? {
    Data.fromDatabaseValue(value).map { Blob($0) }
  }
}

/// Sources are stored by what they are: equal bytes once, under their SHA-256.
enum BlobStore {
  /// Stores `bytes`, compressed when that makes them smaller; returns their name.
  static func store(_ bytes: [UInt8], in database: GRDB.Database) throws -> Blob {
    let name = Blob(SHA256.hash(data: bytes))
    let known = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM blobs WHERE hash = ?"), arguments: [name])
    guard known == nil else { return name }
    let compressed = compress(bytes)
    let isSmaller = compressed.count < bytes.count
    try database.cachedStatement(
      sql: "INSERT INTO blobs (hash, size_bytes, compression, content) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      name, bytes.count, isSmaller ? "zlib" : "none", Blob(isSmaller ? compressed : bytes),
    ])
    return name
  }

  /// The bytes of a row with the columns `size_bytes`, `compression` and `content`.
  static func bytes(of row: Row) throws -> [UInt8] {
    let content: Blob = row["content"]
    let size: Int = row["size_bytes"]
    guard row["compression"] == "zlib" else { return content.bytes }
    guard size <= StorageLimits.blobSize.bytes, let bytes = decompress(content.bytes, size: size)
    else { throw StorageError.corrupt("a source that does not decompress") }
    return bytes
  }

  /// A zlib stream (RFC 1950).
  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))) {
      buffer, count in
      var size = uLongf(buffer.count)
      let status = unsafe compress2(
        buffer.baseAddress, &size, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
      precondition(status == Z_OK, "zlib compresses into a buffer of compressBound bytes")
      count = Int(size)
    }
  }

  private static func decompress(_ bytes: [UInt8], size: Int) -> [UInt8]? {
    var isWhole = false
    let result = unsafe [UInt8](unsafeUninitializedCapacity: max(1, size)) { buffer, count in
      var length = uLongf(size)
      let status = unsafe uncompress(buffer.baseAddress, &length, bytes, uLong(bytes.count))
      isWhole = status == Z_OK && Int(length) == size
      count = isWhole ? size : 0
    }
    return isWhole ? result : nil
  }
}
