import { Argument, Command } from 'commander';
import { completionScript } from '../completion.ts';
import { withExamples } from '../examples.ts';
import { printJson } from '../print.ts';

export function completionCommand(): Command {
  const command = new Command('completion')
    .description('a script that completes commands, options and their values at a press of Tab')
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh']))
    .option('--json', 'as one JSON document')
    .action((shell: 'bash' | 'zsh', { json }: { json?: boolean }) => {
      const script = completionScript(command.parent ?? command, shell);
      json ? printJson({ shell, script }) : process.stdout.write(script);
    });
  return withExamples(command, [
    ['homeostat completion bash > ~/.local/share/bash-completion/completions/homeostat', 'for bash'],
    [
      'homeostat completion zsh > ~/.homeostat-completion; echo "source ~/.homeostat-completion" >> ~/.zshrc',
      'for zsh',
    ],
  ]);
}
