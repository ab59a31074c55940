/// For zsh 5 and later, with its completion system on (`autoload -U compinit; compinit`).
struct ZshCompletion {
  let nodes: [CompletionScript.Node]
  let program: String

  var text: String {
    """
    #compdef \(program)
    # zsh completion for \(program)
    _\(identifier)() {
      local path=\(program) word next="" previous="" i
      local -a commands flags
      for ((i = 2; i < CURRENT; i++)); do
        word="${words[i]}"
        if [[ -n $next ]]; then next=""; previous=""; continue; fi
        case "$path $word" in
    \(arms(nodes.flatMap { node in
          node.commands.map { ("\(node.path) \($0.name)", "path=\"$path $word\"") }
        }))
    \(arms(nodes.flatMap { node in
          options(node).map { ("\(node.path) \($0.0)", "next=1; previous=\"$path $word\"") }
        }))
        esac
      done
      if [[ -n $next ]]; then
        case "$previous" in
    \(arms(nodes.flatMap { node in
          options(node).map { ("\(node.path) \($0.0)", reply($0.1)) }
        }))
        esac
        return
      fi
      case "$path" in
    \(arms(nodes.map { ($0.path, offer($0)) }))
      esac
    }
    if [[ $funcstack[1] == _\(identifier) ]]; then _\(identifier) "$@"; else compdef _\(identifier) \(program); fi
    """
  }

  private var identifier: String { program.map { $0 == "-" ? "_" : String($0) }.joined() }

  private func arms(_ arms: [(pattern: String, body: String)]) -> String {
    arms.isEmpty
      ? "      '') ;;"
      : arms.map { "      \(CompletionScript.quoted($0.pattern))) \($0.body) ;;" }
        .joined(separator: "\n")
  }

  private func options(_ node: CompletionScript.Node)
    -> [(String, ParameterShape.Completion)]
  {
    node.flags.filter { $0.kind == .option }.flatMap { shape in
      [("--" + shape.name, shape.completion)]
        + (shape.short.map { [("-\($0)", shape.completion)] } ?? [])
    }
  }

  private func reply(_ completion: ParameterShape.Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .files: "_files"
    case .directories: "_files -/"
    case .choices(let choices):
      "compadd -- " + choices.map(CompletionScript.quoted).joined(separator: " ")
    }
  }

  /// `_describe` takes "name:what it does".
  private func offer(_ node: CompletionScript.Node) -> String {
    func described(_ name: String, _ help: String) -> String {
      let escaped = name.split(separator: ":", omittingEmptySubsequences: false)
        .joined(separator: "\\:")
      return CompletionScript.quoted("\(escaped):\(help)")
    }
    let commands = node.commands.map { described($0.name, $0.summary) }
    let flags = node.flags.map { described("--" + $0.name, $0.help) }
    return """
      commands=(\(commands.joined(separator: " "))); flags=(\(flags.joined(separator: " "))); \
      if [[ $PREFIX == -* ]]; then _describe flag flags; else _describe command commands; \
      \(reply(node.positional)); fi
      """
  }
}
