import { ConfigError, shown } from '../config/error.ts';

/*
 * What was typed is handed over as words, never evaluated: pressing Tab must not run what stands between backquotes.
 */

const BASH = `# bash completion for mistmcp; in ~/.bashrc: source <(mistmcp completion bash)
_mistmcp() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() current cut reply value about
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]}-1]}
  # readline completes what stands behind the last = or :, not the whole word.
  cut=\${current%"\${current##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    [[ $value == "$current"* ]] || continue
    [[ $value == *= ]] && type compopt &> /dev/null && compopt -o nospace
    COMPREPLY+=("\${value#"$cut"}")
  done < <(mistmcp __complete -- "\${words[@]:1}" 2> /dev/null)
}
complete -o bashdefault -o default -F _mistmcp mistmcp
`;

const ZSH = `#compdef mistmcp
# zsh completion for mistmcp; in ~/.zshrc after compinit: source <(mistmcp completion zsh)
_mistmcp() {
  local value about
  local -a plain open described_plain described_open
  while IFS=$'\\t' read -r value about; do
    if [[ $value == *= ]]; then
      open+=("$value"); described_open+=("$value -- $about")
    else
      plain+=("$value"); described_plain+=("$value -- $about")
    fi
  done < <(mistmcp __complete -- "\${(@Q)words[2,CURRENT]}" 2> /dev/null)
  (( $#plain )) && compadd -l -d described_plain -a plain
  (( $#open )) && compadd -l -S '' -d described_open -a open
  (( $#plain + $#open )) || _files
}
if [[ \${funcstack[1]} == _mistmcp ]]; then _mistmcp "$@"; else compdef _mistmcp mistmcp; fi
`;

const FISH = `# fish completion for mistmcp; in ~/.config/fish/config.fish: mistmcp completion fish | source
function __mistmcp_words
  set -l words (commandline -opc)
  set -e words[1]
  mistmcp __complete -- $words (commandline -ct) 2> /dev/null
end
complete -c mistmcp -f -a '(__mistmcp_words)'
`;

const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** Shells that a completion script is there for. */
export const SHELLS: readonly string[] = Object.keys(SCRIPTS);

/**
 * The script that makes a shell complete this command line.
 *
 * @throws ConfigError for another shell
 */
export function completionScript(shell: string): string {
  const script = SCRIPTS[shell];
  if (script !== undefined) return script;
  throw new ConfigError(`There is no completion for ${shown(shell)}; there is for ${SHELLS.join(', ')}.`);
}
