/// For fish 3 and later.
struct FishCompletion {
  let nodes: [CompletionScript.Node]
  let program: String

  var text: String {
    let function = "__" + program.map { $0 == "-" ? "_" : String($0) }.joined() + "_at"
    return ([header(function)] + nodes.map { lines($0, function) }).joined(separator: "\n")
  }

  /// The path is what is left of the line when flags and their values are taken out, as far as it names commands.
  private func header(_ function: String) -> String {
    let takers = Set(
      nodes.flatMap { node in
        node.flags.filter { $0.kind == .option }.flatMap { shape in
          ["--" + shape.name] + (shape.short.map { ["-\($0)"] } ?? [])
        }
      }
    ).sorted()
    let paths = nodes.flatMap { node in node.commands.map { "\(node.path) \($0.name)" } }
    return """
      # fish completion for \(program)
      function \(function)
        set -l path \(program)
        set -l skip 0
        for word in (commandline -opc)[2..-1]
          if test $skip = 1
            set skip 0
            continue
          end
          if contains -- $word \(takers.map(CompletionScript.quoted).joined(separator: " "))
            set skip 1
          else if contains -- "$path $word" \(paths.map(CompletionScript.quoted).joined(separator: " "))
            set path "$path $word"
          end
        end
        test "$path" = "$argv[1]"
      end
      complete -c \(program) -f
      """
  }

  private func lines(_ node: CompletionScript.Node, _ function: String) -> String {
    let start =
      "complete -c \(program) -n \(quoted("\(function) \(quoted(node.path))"))"
    var lines = node.commands.map { "\(start) -a \(quoted($0.name)) -d \(quoted($0.summary))" }
    lines += node.flags.map { shape in
      let letter = shape.short.map { " -s \($0)" } ?? ""
      let value = shape.kind == .option ? " -r" + values(shape.completion) : ""
      return "\(start) -l \(shape.name)\(letter)\(value) -d \(quoted(shape.help))"
    }
    if node.positional != .nothing { lines.append(start + values(node.positional)) }
    return lines.joined(separator: "\n")
  }

  private func values(_ completion: ParameterShape.Completion) -> String {
    switch completion {
    case .nothing: ""
    case .files: " -F"
    case .directories: " -a '(__fish_complete_directories)'"
    case .choices(let choices): " -a \(quoted(choices.joined(separator: " ")))"
    }
  }

  /// Inside single quotes fish knows two escapes, `\\'` and `\\\\`.
  private func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
