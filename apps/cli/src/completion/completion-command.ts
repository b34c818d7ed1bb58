import { Argument, type Command } from 'commander';
import { withExamples } from '../output/examples';
import { candidates } from './candidates';

const shells = ['bash', 'zsh', 'fish'] as const;

/** Scripts that ask `twl completion words` what can follow. */
const scripts: Record<(typeof shells)[number], string> = {
  bash: `_twl() {
  local IFS=$'\\n'
  COMPREPLY=($(twl completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _twl twl
`,
  zsh: `#compdef twl
_twl() {
  local -a found
  found=("\${(@f)$(twl completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _twl twl
`,
  fish: `complete -c twl -f -a '(twl completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** `twl completion`: completes commands, options and names of sources in a shell. */
export const addCompletion = (program: Command): void => {
  const completion = program
    .command('completion')
    .description('print a script that completes twl in a shell')
    .addArgument(new Argument('<shell>').choices([...shells, 'words']))
    .argument('[words...]', 'with "words": the words of a command line, of which the last is being typed')
    .action((shell: (typeof shells)[number] | 'words', words: string[]) => {
      if (shell !== 'words') process.stdout.write(scripts[shell]);
      else for (const one of candidates(program, words, process.env['SOURCES_DIR'] ?? 'sources')) process.stdout.write(`${one}\n`);
    });
  withExamples(completion, [
    ['completion bash > ~/.local/share/bash-completion/completions/twl', 'for bash'],
    ['completion zsh > ~/.zfunc/_twl', 'for zsh, with ~/.zfunc in fpath'],
    ['completion fish > ~/.config/fish/completions/twl.fish', 'for fish'],
  ]);
};
