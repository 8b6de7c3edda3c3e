# SPDX-License-Identifier: MIT
# bash completion for trawl

_trawl()
{
  local cur prev command i
  cur=${COMP_WORDS[COMP_CWORD]}
  prev=${COMP_WORDS[COMP_CWORD - 1]}
  command=
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      extract | compile | gazetteer | check | test | explain | eval | diff | coverage | discover | help) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  COMPREPLY=()
  case $prev in
    -f | --format)
      [[ $command == explain ]] && { COMPREPLY=($(compgen -W "text json html" -- "$cur")); return; }
      [[ $command == check ]] && { COMPREPLY=($(compgen -W "text gcc json" -- "$cur")); return; }
      COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" extract -f help 2>/dev/null | cut -f 1)" -- "$cur")); return ;;
    --emit) COMPREPLY=($(compgen -W "triples entities sentences tokens doc" -- "$cur")); return ;;
    --from) COMPREPLY=($(compgen -W "text jsonl doc html wet" -- "$cur")); return ;;
    --offsets) COMPREPLY=($(compgen -W "chars bytes utf16" -- "$cur")); return ;;
    --kind) COMPREPLY=($(compgen -W "verbs nouns names phrases all" -- "$cur")); return ;;
    --resolve) COMPREPLY=($(compgen -W "off names all" -- "$cur")); return ;;
    --encoding) COMPREPLY=($(compgen -W "auto utf-8 utf-16 windows-1252 latin-1" -- "$cur")); return ;;
    --lang) COMPREPLY=($(compgen -W "en any" -- "$cur")); return ;;
    --oversize) COMPREPLY=($(compgen -W "split skip fail cut" -- "$cur")); return ;;
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --until)
      COMPREPLY=($(compgen -W "normalize clean tokenize sentences tag gazetteer entities link clauses
        resolve relations" -- "$cur"))
      return ;;
    -l | --layers)
      COMPREPLY=($(compgen -W "tokens mentions entities frames rules" -- "$cur")); return ;;
    -j | --jobs | --date | --min-confidence | --relations | --types | --max-findings | --rule | --expect | --at-least | --map) return ;;
    -o | --output | -r | --rules | -g | --gazetteers | -p | --pack | --files-from | --failures | --stats)
      COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W "extract compile gazetteer check test explain eval diff coverage discover help --help --version" -- "$cur"))
  elif [[ $command == help ]]; then
    COMPREPLY=($(compgen -W "extract compile gazetteer check test explain eval diff coverage discover" -- "$cur"))
  elif [[ $cur == -* ]]; then
    local options="--help --color --quiet --limit"
    case $command in
      extract) options+=" --watch --format --emit --output --rules --gazetteers --from --files-from --date --resolve --until
        --offsets --evidence --nested --merge --min-confidence --relations --types --jobs --pack --null --include --exclude
        --keep --encoding --lang --max-bytes --oversize --failures --resume --stats --progress --no-progress" ;;
      gazetteer) options+=" --output --alone --from --type --language --min-population --no-aliases --offices --pack --gazetteers" ;;
      compile) options+=" --rules --gazetteers --output" ;;
      check) options+=" --format --strict --max-findings" ;;
      test) options+=" --format --rule --watch" ;;
      explain) options+=" --format --output --phrase -X -Y --rule --expect --all --layers --rules --gazetteers --date --resolve" ;;
      diff) options+=" --watch --format --output --from --date --resolve" ;;
      coverage) options+=" --gold --map --never --time --rule --top --format --output --from --rules --gazetteers --date --resolve" ;;
      discover) options+=" --kind --top --min-count --format --output --from --rules --gazetteers --date --resolve" ;;
      eval) options+=" --list --by-rule --confusion --compare --map --format --at-least --rules --gazetteers --date --resolve" ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _trawl trawl
