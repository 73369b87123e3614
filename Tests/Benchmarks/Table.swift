/// A table for people: columns as wide as their widest cell, numbers to the right.
struct Table {
  private var rows: [[String]]

  init(_ header: String...) { rows = [header] }

  mutating func add(_ cells: String...) { add(cells) }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  func print() {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }
      Swift.print(cells.joined(separator: "  "))
    }
  }
}

extension Sequence<Double> {
  /// The value below which `share` (0 to 1) of the others lie; nan of an empty sequence.
  func quantile(_ share: Double) -> Double {
    let values = sorted()
    guard !values.isEmpty else { return .nan }
    return values[Int((Double(values.count - 1) * share).rounded())]
  }
}

/// `12.3`
func text(_ number: Double, digits: Int = 1) -> String {
  var factor = 1.0
  for _ in 0..<digits { factor *= 10 }
  return String((number * factor).rounded() / factor)
}
