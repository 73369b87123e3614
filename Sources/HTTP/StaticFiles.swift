import Glibc
import Posix

/// The files of a directory. Nothing outside of it can be reached: a path is walked step by step from
/// the open directory, and a step that is `..` or a symbolic link leads nowhere.
package final class StaticFiles: Sendable {
  private let root: FileDescriptor
  private let cacheControl: String

  /// `cacheControl`: `no-cache` lets clients keep a file, and ask each time whether it is still that.
  package init(
    directory: String, cacheControl: String = "no-cache"
  ) throws(SystemError) {
    let opened = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw SystemError("open \(directory)") }
    root = FileDescriptor(owning: opened)
    self.cacheControl = cacheControl
  }

  /// The file at `path`, decoded and relative; for a path that ends with a slash its `index.html`.
  /// 404 unless that is a regular file. Opens the file on the caller's thread.
  package func response(to request: Request, path: String) throws(HTTPError) -> Response {
    let name = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
    guard let file = openFile(name.split(separator: "/", omittingEmptySubsequences: false)) else {
      throw .notFound
    }
    var status = stat()
    guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .notFound
    }
    let size = Int(status.st_size)
    let modified = max(0, Int(status.st_mtim.tv_sec))
    let nanoseconds = modified &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
    let tag = EntityTag(String(nanoseconds, radix: 36) + "-" + String(size, radix: 36))
    var response = Response(contentType: Self.contentType(of: name))
    response.tag = tag
    response.fields = [
      ("Last-Modified", HTTPDate.text(modified)), ("Cache-Control", cacheControl),
      ("Accept-Ranges", "bytes"), ("X-Content-Type-Options", "nosniff"),
    ]
    if request.isNotModified(since: modified) { return response.notModified }
    switch request.range(of: size, tag: tag, modified: modified) {
    case .whole: response.body = .file(FileBody(file, count: size))
    case .part(let range):
      response.status = 206
      response.fields.append(
        ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"))
      response.body = .file(FileBody(file, offset: range.lowerBound, count: range.count))
    case .unsatisfiable: throw .rangeNotSatisfiable(size)
    }
    return response
  }

  private func openFile(_ steps: [Substring]) -> FileDescriptor? {
    guard steps.count <= 32 else { return nil }
    var directory: FileDescriptor?
    for (number, step) in steps.enumerated() {
      guard !step.isEmpty, step != ".", step != "..", !step.utf8.contains(0) else { return nil }
      let isLast = number == steps.count - 1
      // Opening a pipe would wait for its writer.
      let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (isLast ? O_NONBLOCK : O_DIRECTORY)
      let from = directory?.rawValue ?? root.rawValue
      let opened = unsafe openat(from, String(step), flags)
      guard opened >= 0 else { return nil }
      directory = FileDescriptor(owning: opened)
    }
    return directory
  }

  private static func contentType(of name: String) -> StaticString {
    switch name.split(separator: ".").last?.lowercased() {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "json": "application/json"
    case "txt", "md", "py": "text/plain; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "webp": "image/webp"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "wasm": "application/wasm"
    case "pdf": "application/pdf"
    case "zip": "application/zip"
    case "gz", "tgz": "application/gzip"
    default: "application/octet-stream"
    }
  }
}

extension Request {
  /// By If-Modified-Since, which counts only without If-None-Match (RFC 9110, section 13.1.3).
  fileprivate func isNotModified(since modified: Int) -> Bool {
    guard self[header: "if-none-match"] == nil else { return false }
    return self[header: "if-modified-since"].flatMap(HTTPDate.seconds).map { modified <= $0 }
      ?? false
  }

  /// By Range, unless If-Range names another version (RFC 9110, section 13.1.5).
  fileprivate func range(of size: Int, tag: EntityTag, modified: Int) -> ByteRange {
    guard method == .get, let value = self[header: "range"], !hasCurrent(tag) else { return .whole }
    if let version = self[header: "if-range"] {
      guard version == tag.description || version == HTTPDate.text(modified) else { return .whole }
    }
    return ByteRange(value, size: size)
  }
}
