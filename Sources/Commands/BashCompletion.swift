/// For bash 4 and later, without the bash-completion package.
struct BashCompletion {
  let nodes: [CompletionScript.Node]
  let program: String

  var text: String {
    """
    # bash completion for \(program)
    _\(identifier)() {
      local current="${COMP_WORDS[COMP_CWORD]}" previous="" path=\(program) word next i
      local commands="" flags="" values="" offer=""
      for ((i = 1; i < COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        if [[ -n $next ]]; then next=""; previous=""; continue; fi
        case "$path $word" in
    \(cases(nodes.flatMap { node in
          node.commands.map { ("\(node.path) \($0.name)", "path=\"$path $word\"") }
        }))
    \(cases(nodes.flatMap(valueTakers)))
        esac
      done
      if [[ -n $next ]]; then
        case "$previous" in
    \(cases(nodes.flatMap(valueCompletions)))
        esac
        return
      fi
      case "$path" in
    \(cases(nodes.map { ($0.path, words(of: $0)) }))
      esac
      if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$flags" -- "$current"))
      else
        COMPREPLY=($(compgen -W "$commands $values" -- "$current"))
        case "$offer" in
          files) COMPREPLY=($(compgen -f -- "$current")); compopt -o filenames 2>/dev/null ;;
          directories) COMPREPLY=($(compgen -d -- "$current")); compopt -o filenames 2>/dev/null ;;
        esac
      fi
    }
    complete -F _\(identifier) \(program)
    """
  }

  private var identifier: String { program.map { $0 == "-" ? "_" : String($0) }.joined() }

  private func cases(_ arms: [(pattern: String, body: String)]) -> String {
    arms.isEmpty
      ? "      '') ;;"
      : arms.map { "      \(CompletionScript.quoted($0.pattern))) \($0.body) ;;" }
        .joined(separator: "\n")
  }

  /// A flag with a value swallows the next word.
  private func valueTakers(_ node: CompletionScript.Node) -> [(String, String)] {
    spellings(node).map { ("\(node.path) \($0.spelling)", "next=1; previous=\"$path $word\"") }
  }

  private func valueCompletions(_ node: CompletionScript.Node) -> [(String, String)] {
    spellings(node).map { ("\(node.path) \($0.spelling)", reply($0.completion)) }
  }

  private func spellings(_ node: CompletionScript.Node)
    -> [(spelling: String, completion: ParameterShape.Completion)]
  {
    node.flags.filter { $0.kind == .option }.flatMap { shape in
      [("--" + shape.name, shape.completion)]
        + (shape.short.map { [("-\($0)", shape.completion)] } ?? [])
    }
  }

  private func reply(_ completion: ParameterShape.Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .files: "COMPREPLY=($(compgen -f -- \"$current\")); compopt -o filenames 2>/dev/null"
    case .directories: "COMPREPLY=($(compgen -d -- \"$current\")); compopt -o filenames 2>/dev/null"
    case .choices(let choices):
      "COMPREPLY=($(compgen -W \(CompletionScript.quoted(choices.joined(separator: " "))) -- \"$current\"))"
    }
  }

  private func words(of node: CompletionScript.Node) -> String {
    let commands = node.commands.map(\.name).joined(separator: " ")
    let flags = node.flags.map { "--" + $0.name }.joined(separator: " ")
    let rest =
      switch node.positional {
      case .nothing: "values=''"
      case .files: "offer=files"
      case .directories: "offer=directories"
      case .choices(let choices):
        "values=\(CompletionScript.quoted(choices.joined(separator: " ")))"
      }
    return
      "commands=\(CompletionScript.quoted(commands)); flags=\(CompletionScript.quoted(flags)); "
      + rest
  }
}
