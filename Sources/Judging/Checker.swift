/// What a checker says of an output. In the package format a checker is a program that exits with
/// 42 or 43; the default one is built in and cannot fail, so there is no third case here.
package enum CheckOutcome: Sendable, Hashable {
  /// 42: the output answers the input.
  case accepted
  /// 43: it does not, and why. The message quotes the expected answer: only for sample cases.
  case rejected(String)
}
