/// Options of the default output validator, as `output_validator_args` gives them.
package struct CheckerOptions: Sendable, Hashable {
  package var caseSensitive = false
  package var spaceChangeSensitive = false
  /// nil: numbers are compared as text.
  package var floatAbsoluteTolerance: Double?
  package var floatRelativeTolerance: Double?

  package init() {}

  /// Why arguments are refused.
  struct Refusal: Error { var message: String }

  init(arguments: [String]) throws(Refusal) {
    var rest = arguments[...]
    var seen: Set<String> = []
    while let option = rest.popFirst() {
      guard seen.insert(option).inserted else {
        throw Refusal(message: "\(option) is given twice; leave one out")
      }
      switch option {
      case "case_sensitive": caseSensitive = true
      case "space_change_sensitive": spaceChangeSensitive = true
      case "float_absolute_tolerance": floatAbsoluteTolerance = try Self.number(&rest, option)
      case "float_relative_tolerance": floatRelativeTolerance = try Self.number(&rest, option)
      case "float_tolerance":
        floatAbsoluteTolerance = try Self.number(&rest, option)
        floatRelativeTolerance = floatAbsoluteTolerance
      default:
        throw Refusal(
          message: "\(option) is unknown; the options are case_sensitive, space_change_sensitive, "
            + "float_absolute_tolerance, float_relative_tolerance and float_tolerance")
      }
    }
  }

  private static func number(
    _ rest: inout ArraySlice<String>, _ option: String
  ) throws(Refusal) -> Double {
    guard let text = rest.popFirst(), let value = Double(text), value.isFinite, value >= 0 else {
      throw Refusal(message: "\(option) needs a number that is not negative after it")
    }
    return value
  }
}
