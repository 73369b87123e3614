import HTTP
import Testing

@testable import JudgeServer

@Suite struct MultipartFormTests {
  private func form(_ body: String, boundary: String = "X") throws -> [MultipartForm.Part] {
    try form(Array(body.utf8), boundary: boundary)
  }

  private func form(_ body: [UInt8], boundary: String = "X") throws -> [MultipartForm.Part] {
    try MultipartForm(body, contentType: "multipart/form-data; boundary=\(boundary)").parts
  }

  private func part(_ name: String, _ content: String, file: String? = nil) -> MultipartForm.Part {
    MultipartForm.Part(name: name, fileName: file, bytes: Array(content.utf8))
  }

  @Test func `a form as curl sends it`() throws {
    let boundary = "------------------------d74496d66958873e"
    let body = """
      --\(boundary)\r
      Content-Disposition: form-data; name="runtime"\r
      \r
      python3\r
      --\(boundary)\r
      Content-Disposition: form-data; name="file"; filename="a;\\"b\\".py"\r
      Content-Type: application/octet-stream\r
      \r
      print(1)\r
      --x\r
      \r
      --\(boundary)--\r

      """
    #expect(
      try form(body, boundary: boundary) == [
        part("runtime", "python3"), part("file", "print(1)\r\n--x\r\n", file: "a;\"b\".py"),
      ])
  }

  @Test func `a boundary may stand in quotes`() throws {
    let body = "--a b:c\r\nContent-Disposition: form-data; name=d\r\n\r\ne\r\n--a b:c--"
    #expect(try form(body, boundary: "\"a b:c\"") == [part("d", "e")])
  }

  @Test func `what stands before and after is nobody's`() throws {
    let body =
      "before\r\n--X\r\nContent-Disposition: a; name=b\r\n\r\nc\r\n--X--\r\nafter\r\n--X\r\n"
    #expect(try form(body) == [part("b", "c")])
  }

  @Test func `a form may be empty, and so may a part`() throws {
    #expect(try form("--X--\r\n") == [])
    #expect(
      try form("--X\r\ncontent-disposition: a; name=\"\"\r\n\r\n\r\n--X--") == [part("", "")])
  }

  @Test func `a part may hold any bytes`() throws {
    let content = Array(UInt8.min...UInt8.max) + Array("\r\n-X\r\n--Y\r".utf8)
    let start = Array("--X\r\nContent-Disposition: a; name=b\r\n\r\n".utf8)
    #expect(
      try form(start + content + Array("\r\n--X--".utf8)) == [
        MultipartForm.Part(name: "b", fileName: nil, bytes: content)
      ])
  }

  @Test(arguments: [
    ("", "its boundary is not in the body"),
    ("a=b", "its boundary is not in the body"),
    ("--Y--", "its boundary is not in the body"),
    ("--X", "a part has no end"),
    ("--X-", "a part has no end"),
    ("--X\n\nContent-Disposition: a; name=b\n\nc\n--X--", "a part has no end"),
    ("--X\r\nContent-Disposition: a; name=b\r\n\r\nc", "a part has no end"),
    ("--X\r\nContent-Disposition: a; name=b\r\n\r\nc\r\n--X", "a part has no end"),
    ("--X\r\nContent-Disposition: a; name=b\r\n--X--", "a part has no header"),
    ("--X\r\n\r\nc\r\n--X--", "a part has no name"),
    ("--X\r\nContent-Disposition: a; filename=b\r\n\r\nc\r\n--X--", "a part has no name"),
    ("--X\r\nContent-Type: a; name=b\r\n\r\nc\r\n--X--", "a part has no name"),
  ])
  func `what is no form is refused with the reason`(body: String, reason: String) {
    let error = #expect(throws: HTTPError.self) { try form(body) }
    #expect(error?.code == "malformed_form")
    #expect(error?.detail.contains(": \(reason).") == true, "\(error?.detail ?? "")")
  }

  @Test(arguments: [
    "a/b", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
  ])
  func `a boundary has 1 to 70 characters`(type: String) {
    let error = #expect(throws: HTTPError.self) {
      try MultipartForm(Array("----".utf8), contentType: type)
    }
    #expect(error?.detail.contains("its Content-Type has no boundary") == true)
  }

  @Test func `a form has as many parts as its limit`() throws {
    let one = "--X\r\nContent-Disposition: a; name=b\r\n\r\nc\r\n"
    func count(_ parts: Int) throws -> Int {
      try form(String(repeating: one, count: parts) + "--X--").count
    }
    #expect(try count(32) == 32)
    let error = #expect(throws: HTTPError.self) { try count(33) }
    #expect(error?.code == "malformed_form")
    #expect(error?.detail.contains("it has more than 32 parts") == true)
  }
}
