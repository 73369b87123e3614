import ArgumentParser
import Domain
import Glibc

/// The bytes of a file that somebody names, `-` for the standard input; at most `limit`.
func readFile(_ path: String, limit: ByteCount) throws -> [UInt8] {
  guard let file = unsafe fopen(path == "-" ? "/dev/stdin" : path, "r") else {
    throw ValidationError("\(path) cannot be opened; name a file that can be read.")
  }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    bytes += buffer.prefix(count)
    guard bytes.count <= limit.bytes else {
      throw ValidationError("\(path) has more than \(limit); that is too much.")
    }
    guard count > 0 else { break }
  }
  guard unsafe ferror(file) == 0 else { throw ValidationError("\(path) cannot be read.") }
  return bytes
}
