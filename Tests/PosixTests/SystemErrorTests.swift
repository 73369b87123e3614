import Glibc
import Testing

@testable import Posix

@Suite struct SystemErrorTests {
  @Test(arguments: [
    (ENOENT, "open data/judge.sqlite: No such file or directory"),
    (EACCES, "open data/judge.sqlite: Permission denied"),
    (EADDRINUSE, "open data/judge.sqlite: Address already in use"),
    (12345, "open data/judge.sqlite: Unknown error 12345"),
  ])
  func `an error says what failed, and why`(code: Int32, expected: String) {
    #expect(SystemError("open data/judge.sqlite", code: code).description == expected)
  }

  @Test func `an error takes the reason of the call before it`() {
    let descriptor = unsafe open("/dev/null/nothing", O_RDONLY)
    let error = SystemError("open /dev/null/nothing")
    #expect(descriptor == -1)
    #expect(error == SystemError("open /dev/null/nothing", code: ENOTDIR))
  }
}
