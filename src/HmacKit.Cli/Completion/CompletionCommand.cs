using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit completion</c>: the script that lets a shell complete commands, options and schemes.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _hmackit() {
          local IFS=$'\n'
          COMPREPLY=($(hmackit __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _hmackit hmackit
        """;

    private const string Zsh = """
        #compdef hmackit
        _hmackit() {
          local -a found
          found=("${(@f)$(hmackit __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
          if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
        }
        compdef _hmackit hmackit
        """;

    private const string Fish = """
        complete -c hmackit -f -a '(hmackit __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
        complete -c hmackit -n 'test -z "$(hmackit __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)"' -F
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName hmackit -ScriptBlock {
          param($word, $ast, $position)
          $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
          if ($word -eq '') { $words += '' }
          hmackit __complete @words 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly (string Name, string Script)[] Scripts = [("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("pwsh", PowerShell)];

    /// <summary>The shells that there is a script for.</summary>
    public static IEnumerable<string> Shells => Scripts.Select(static script => script.Name);

    public static Command Create(Terminal terminal)
    {
        Argument<string?> shell = CliOption.Argument("bash|zsh|fish|pwsh", "The shell");
        var command = new Command("completion", "Prints the script with which a shell completes commands, options and schemes.") { shell };
        command.SetAction(result =>
        {
            string? name = result.GetValue(shell);
            string script = Scripts.FirstOrDefault(known => known.Name == name).Script
                ?? throw new CommandException($"name the shell: {string.Join(", ", Shells)}{(name is null ? "" : $"; not {OneLine.Quote(name)}")}.");
            terminal.Output.Write(script.ReplaceLineEndings("\n") + "\n");
            return ExitCode.Done;
        });
        return command;
    }
}
