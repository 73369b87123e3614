import Testing

@testable import Sandboxing

struct SystemPythonTests {
  @Test(arguments: [
    (["/usr/bin/python3"], "/usr/bin/python3"),
    (["/usr/bin/python3", "/usr/bin/python3.12"], "/usr/bin/python3.12"),
    (["/usr/bin/python3.12", "/usr/local/bin/python3.13"], "/usr/local/bin/python3.13"),
    (["/usr/bin/python3", "/usr/local/bin/python3"], "/usr/local/bin/python3"),
    (["/usr/bin/python3", "/usr/bin/python3.14"], "/usr/bin/python3"),
    ([], "/usr/bin/python3"),
  ])
  func `the newest Python that the lab agrees with is taken`(_ there: [String], _ chosen: String) {
    #expect(SandboxConfiguration.systemPython(isThere: there.contains) == chosen)
  }
}
