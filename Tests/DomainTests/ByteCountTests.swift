import Domain
import Testing

@Suite struct ByteCountTests {
  @Test(arguments: [
    (ByteCount.bytes(0), "0 B"), (.bytes(1023), "1023 B"), (.kibibytes(128), "128 KiB"),
    (.mebibytes(256), "256 MiB"), (.bytes((1 << 20) + 1), "1048577 B"),
  ])
  func `is written in the largest unit that divides it`(count: ByteCount, text: String) {
    #expect(count.description == text)
  }
}
