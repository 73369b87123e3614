import Domain
import Packages
import Sandboxing

/// A reference solution with one small mistake: good tests refuse it.
package struct Mutant: Sendable {
  /// `line 12: < becomes <=`
  package var change: String
  package var source: String
}

extension Judge {
  /// All mutants of a Python source, in the order of its lines. Python makes them, in the sandbox.
  package func mutants(of source: String) async throws -> [Mutant] {
    guard case .code(let code) = try await sandbox.compile(Array(mutantMaker.utf8)) else {
      preconditionFailure("the maker of mutants compiles")
    }
    let execution = try await sandbox.execute(
      ExecutionRequest(
        program: .python(code: code, entry: nil, parameters: []),
        input: try SealedFile(Array(source.utf8)),
        limits: ExecutionLimits(cpuTime: .seconds(20), output: .mebibytes(32))))
    let pairs = (try? JSONParser.parse(execution.output))?.array ?? []
    return pairs.compactMap { pair in
      guard let change = pair.array?.first?.string, let source = pair.array?.last?.string else {
        return nil
      }
      return Mutant(change: change, source: source)
    }
  }
}

/// Reads a source, prints `[[change, source], …]` as JSON: one change of the syntax tree each.
private let mutantMaker = #"""
  import ast, copy, json, sys

  SWAPS = {
      ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
      ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
      ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
      ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And}


  def changed(tree, path, change):
      """A copy of the tree with the node at `path` replaced by what `change` makes of it."""
      tree = copy.deepcopy(tree)
      node, parents = tree, []
      for field, index in path:
          parents.append((node, field, index))
          node = getattr(node, field) if index is None else getattr(node, field)[index]
      new = change(node)
      parent, field, index = parents[-1]
      if index is None:
          setattr(parent, field, new)
      elif new is None:
          del getattr(parent, field)[index]
          if not getattr(parent, field):
              getattr(parent, field).append(ast.Pass())
      else:
          getattr(parent, field)[index] = new
      return ast.unparse(ast.fix_missing_locations(tree))


  def mutations(node):
      """(what becomes what, function of the node) for each way to change it."""
      def swap(old, field="op"):
          new = SWAPS[type(old)]

          def apply(node):
              setattr(node, field, [new()] if field == "ops" else new())
              return node
          return f"{type(old).__name__} becomes {new.__name__}", apply

      if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPS:
          yield swap(node.ops[0], "ops")
      if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPS:
          yield swap(node.op)
      if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
          yield "not is dropped", lambda node: node.operand
      if isinstance(node, ast.Constant) and type(node.value) in (int, float):
          for step in (1, -1):
              yield f"{node.value} becomes {node.value + step}", (
                  lambda node, step=step: ast.Constant(node.value + step))
      if isinstance(node, ast.Constant) and type(node.value) is bool:
          yield f"{node.value} becomes {not node.value}", lambda node: ast.Constant(not node.value)
      if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Await)):
          yield f"{ast.unparse(node)[:40]} is left out", lambda node: ast.Pass()
      if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
          yield "await is dropped", lambda node: node.value
      if isinstance(node, ast.AsyncWith):
          yield "async with is dropped", lambda node: ast.If(ast.Constant(True), node.body, [])
      if isinstance(node, ast.Try) and node.finalbody:
          yield "finally is dropped", lambda node: ast.Try(
              node.body, node.handlers or [ast.ExceptHandler(
                  ast.Name("MemoryError", ast.Load()), None, [ast.Raise()])], node.orelse, [])
      if isinstance(node, ast.Try) and node.handlers:
          yield "except lets it pass", lambda node: ast.Try(
              node.body, [ast.ExceptHandler(
                  ast.Name("BaseException", ast.Load()), None, [ast.Raise()])],
              node.orelse, node.finalbody)
      if isinstance(node, ast.ExceptHandler) and node.type is not None:
          yield "except catches everything", (
              lambda node: ast.ExceptHandler(
                  ast.Name("BaseException", ast.Load()), node.name, node.body))
      if isinstance(node, (ast.If, ast.IfExp)):
          def negate(node):
              node.test = ast.UnaryOp(ast.Not(), node.test)
              return node
          yield f"if {ast.unparse(node.test)[:40]} becomes if not", negate
      if isinstance(node, ast.AugAssign):
          yield f"{ast.unparse(node)[:40]} is left out", lambda node: ast.Pass()
      if isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
          yield "None is returned", lambda node: ast.Return(None)
      if isinstance(node, ast.Call):
          name = ast.unparse(node.func)
          if name.endswith((".shield", ".wait_for", ".create_task", ".ensure_future")):
              yield f"{name} is dropped", lambda node: node.args[0]
          for number, keyword in enumerate(node.keywords):
              def forget(node, number=number):
                  del node.keywords[number]
                  return node
              yield f"{keyword.arg}= is dropped", forget
      if (isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
              and ast.unparse(node.value.func).endswith("gather") and len(node.value.args) == 1
              and isinstance(node.value.args[0], ast.Starred)
              and isinstance(node.value.args[0].value, ast.GeneratorExp)):
          yield "gather becomes one after the other", lambda node: ast.ListComp(
              ast.Await(node.value.args[0].value.elt), node.value.args[0].value.generators)
      if isinstance(node, (ast.Break, ast.Continue)):
          yield f"{type(node).__name__} is left out", lambda node: ast.Pass()


  def walk(node, path=()):
      yield node, path
      for field, value in ast.iter_fields(node):
          if isinstance(value, ast.AST):
              yield from walk(value, path + ((field, None),))
          elif isinstance(value, list):
              for index, element in enumerate(value):
                  if isinstance(element, ast.AST):
                      yield from walk(element, path + ((field, index),))


  tree = ast.parse(sys.stdin.read())
  found = []
  for node, path in walk(tree):
      if not path:
          continue
      for what, change in mutations(node):
          found.append([f"line {getattr(node, 'lineno', 0)}: {what}", changed(tree, path, change)])
  json.dump(found, sys.stdout)
  """#
