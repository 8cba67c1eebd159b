using HmacKit.Cli.Tests.Processes;

namespace HmacKit.Cli.Tests.Completion;

/// <summary>The scripts in the shells themselves.</summary>
public class ShellTests
{
    [Theory]
    [InlineData("hmackit ver", "verify")]
    [InlineData("hmackit sign --output c", "curl")]
    [InlineData("hmackit send --wrong ", "body key time")]
    [InlineData("hmackit listen --scheme strip", "stripe")]
    [InlineData("hmackit audit v", "verify")]
    [InlineData("hmackit verify request.ht", "request.http")]
    public async Task Fish_is_given_what_can_stand_there(string typed, string expected)
    {
        string[] found = await RunAsync(
            "fish", ["--no-config", "-c"], $"hmackit completion fish | source; complete -C '{typed}'");
        Assert.Equal(expected, string.Join(' ', found));
    }

    // The keys are pressed in a terminal that zsh makes itself; the completed line is then run, and shows its words.
    [Theory]
    [InlineData("hmackit ver", "verify")]
    [InlineData("hmackit sign --output c", "sign --output curl")]
    [InlineData("hmackit listen --scheme strip", "listen --scheme stripe")]
    [InlineData("hmackit audit v", "audit verify")]
    [InlineData("hmackit verify request.ht", "verify request.http")]
    public async Task Zsh_completes_it_when_the_tab_key_is_pressed(string typed, string expected)
    {
        string[] found = await RunAsync("zsh", ["-f", "-c"], $$""""
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'hmackit() { if [[ $1 == (__complete|completion) ]]; then command hmackit "$@"; else print -r -- "ran" "[$*]" > ran.txt; exit; fi }'
            zpty -w shell 'autoload -Uz compinit; compinit -u -D; eval "$(hmackit completion zsh)"; print rea""dy'
            zpty -r -m shell out '*ready*'
            zpty -w -n shell '{{typed}}'$'\t\r'
            while [[ ! -s ran.txt ]] && (( SECONDS < 60 )); do zpty -r -t shell out; sleep 0.1; done
            cat ran.txt
            """");
        Assert.Equal($"ran [{expected}]", string.Join('\n', found));
    }

    [Theory]
    [InlineData("hmackit ver", "verify")]
    [InlineData("hmackit sign --output c", "curl")]
    [InlineData("hmackit send --wrong ", "body key time")]
    [InlineData("hmackit listen --scheme strip", "stripe")]
    [InlineData("hmackit verify request.ht", "./request.http")]
    public async Task PowerShell_is_given_what_can_stand_there(string typed, string expected)
    {
        string[] found = await RunAsync(
            "pwsh",
            ["-NoProfile", "-NonInteractive", "-Command"],
            $"hmackit completion pwsh | Out-String | Invoke-Expression; (TabExpansion2 -inputScript '{typed}' -cursorColumn {typed.Length}).CompletionMatches.CompletionText");
        Assert.Equal(expected, string.Join(' ', found));
    }

    private static async Task<string[]> RunAsync(string shell, string[] options, string script)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hmackit-shell-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "request.http"), "");

            // PowerShell completes for programs alone, not for functions.
            string program = Path.Combine(folder.FullName, "hmackit");
            await File.WriteAllTextAsync(program, "#!/bin/sh\nexec dotnet \"$HMACKIT_DLL\" \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var variables = new Dictionary<string, string>(Tool.Variables)
            {
                ["HOME"] = folder.FullName,
                ["TERM"] = "dumb",
                ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
                ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                ["POWERSHELL_UPDATECHECK"] = "Off",
            };
            ProgramRun run = await ProgramRun.StartAsync(shell, [.. options, script], default, folder.FullName, variables);
            return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
