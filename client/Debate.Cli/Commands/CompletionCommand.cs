using System.CommandLine;

namespace Debate.Cli.Commands;

/// <summary><c>debate completion</c>: prints a shell script that completes the tool's command line by calling the tool.</summary>
internal sealed class CompletionCommand : Command
{
    private const string Bash = """
        _debate() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(debate "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _debate debate
        """;

    private const string Zsh = """
        #compdef debate
        _debate() {
            local line="$words"
            local -a found
            found=("${(@f)$(debate "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -a found || _files
        }
        compdef _debate debate
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName debate -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            debate "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private const string Fish = """
        complete -c debate -a '(debate "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "The shell." };

    public CompletionCommand() : base("completion", "Print a completion script for a shell.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh", "fish");
        Add(_shell);
        SetAction(parse => Console.Out.WriteLine(Script(parse.GetRequiredValue(_shell))));
    }

    private static string Script(string shell) => shell switch { "bash" => Bash, "zsh" => Zsh, "pwsh" => Pwsh, _ => Fish };
}
