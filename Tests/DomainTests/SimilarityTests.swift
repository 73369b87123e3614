import Domain
import Testing

@Suite struct SimilarityTests {
  private static let original = """
    import asyncio

    class AsyncioSolver:
        def initialize(self, data):
            self.keys = data["keys"]
            self.limit = data["limit"]

        async def solve(self):
            semaphore = asyncio.Semaphore(self.limit)
            cache = {}

            async def fetch(key):
                async with semaphore:
                    for attempt in range(3):
                        try:
                            return await lab.service("table").get(key)
                        except lab.ServiceError as error:
                            if error.code == 404:
                                return None
                            await asyncio.sleep(0.01 * 2 ** attempt)

            for key in self.keys:
                if key not in cache:
                    cache[key] = asyncio.create_task(fetch(key))
            return [await cache[key] for key in self.keys]
    """

  /// Other names, other texts and numbers, comments, other line ends.
  private static let disguised =
    original.replacing("semaphore", with: "gate").replacing("cache", with: "jobs")
    .replacing("attempt", with: "n").replacing("0.01", with: "1e-2")
    .replacing("\"table\"", with: "'''table'''").replacing("\n", with: "  # mine\r\n")

  private static let different = """
    import asyncio
    from collections import deque

    def solve(data):
        async def work():
            queue = deque(sorted(set(data)))
            results = dict()
            while queue:
                batch = [queue.popleft() for _ in range(min(4, len(queue)))]
                answers = await asyncio.gather(*map(ask, batch), return_exceptions=True)
                for key, answer in zip(batch, answers):
                    results[key] = None if isinstance(answer, Exception) else answer
            return results
        async def ask(key):
            reader, writer = await asyncio.open_connection("host", 80)
            writer.write(key.encode() + b"\\n")
            line = await reader.readline()
            writer.close()
            return line.decode().strip()
        return asyncio.run(work())
    """

  private func pairs(_ sources: [String], threshold: Double = 0.5) -> [Similarity.Pair] {
    Similarity.pairs(of: sources, threshold: threshold, limit: 10)
  }

  @Test func `names, texts, numbers, comments and spaces make no difference`() {
    let pairs = pairs([Self.different, Self.original, Self.disguised])
    #expect(pairs.map(\.first) == [1])
    #expect(pairs.map(\.second) == [2])
    #expect(pairs.first?.share == 1)
  }

  @Test func `a copied part is found in another program`() throws {
    let half = Self.original.split(separator: "\n").suffix(12).joined(separator: "\n")
    let pair = try #require(
      pairs([Self.original, Self.different + "\n" + half], threshold: 0.3).first)
    #expect(pair.share < 1)
  }

  @Test func `different programs are no pair`() {
    #expect(pairs([Self.original, Self.different]).isEmpty)
  }

  @Test func `what most have is not counted`() {
    let sources = (0..<8).map { _ in Self.original }
    #expect(pairs(sources).isEmpty)
    #expect(!pairs(Array(sources.prefix(3)) + Array(repeating: Self.different, count: 5)).isEmpty)
  }

  @Test func `short programs say nothing`() {
    #expect(pairs(["print(1)", "print(1)", "", ""]).isEmpty)
  }

  @Test(arguments: ["'", "\"\"\"", "'\\", "\\", "rb'", "0x", "é", "#", "'''a''"])
  func `what is no Python is read to its end`(source: String) {
    #expect(PythonTokens.read(source, limit: 100).count <= 2)
  }

  @Test func `tokens are read as Python has them`() {
    func tokens(_ text: String) -> [UInt64] { PythonTokens.read(text, limit: 100) }
    #expect(tokens("a = 1 # x\nb=22.5e-3") == tokens("long_name\t=\\\n0xFF\nc = 4_0"))
    #expect(tokens("f'a\\'b' + rb\"\"\"x\"y\n\"\"\"") == tokens("'' + ''"))
    #expect(tokens("await x") != tokens("wait x"))
    #expect(tokens("for x in y") == tokens("for abc in d"))
    #expect(tokens("x y z w").count == 4)
    #expect(PythonTokens.read("x y z w", limit: 2).count == 2)
  }
}
