using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HmacKit.Cli;

/// <summary>The command <c>hmackit</c>: takes the arguments apart, runs what they ask for, and turns every failure into one line and an exit code.</summary>
internal static class HmacKitCommand
{
    // No response files: a secret may begin with '@'. No bundling: there are no one-letter options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        try
        {
            int exitCode = args is [ShellCompletion.Word, .. var words]
                ? ShellCompletion.Answer(Create(terminal), words, terminal.Output)
                : await InvokeAsync(args, terminal).ConfigureAwait(false);
            terminal.Output.Flush();
            terminal.WriteWarnings();
            return exitCode;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Done;
        }
        catch (CommandException exception)
        {
            return Fail(terminal, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, exception.Message);
        }
#pragma warning disable CA1031 // a stack trace helps nobody at the command line
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Fail(terminal, $"unexpected {exception.GetType().Name}: {exception.Message}");
        }
    }

    private static async Task<int> InvokeAsync(string[] args, Terminal terminal)
    {
        ParseResult result = Create(terminal).Parse(args, Parsing);
        if (result.Action is ParseErrorAction)
        {
            throw new CommandException($"{ReasonOf(result)} 'hmackit {Path(result)}--help' says what there is.");
        }

        using var help = new StringWriter();
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = help,
            Error = help,
        };
        int exitCode = await result.InvokeAsync(invocation).ConfigureAwait(false);
        terminal.Output.Write(help.ToString());
        return exitCode;
    }

    private static Command Create(Terminal terminal) => new("hmackit", "Signs, verifies and explains HMAC-signed HTTP requests.")
    {
        new HelpOption(),
        new VersionOption(),
        SchemesCommand.Create(terminal),
        KeygenCommand.Create(terminal),
        SignCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        ExplainCommand.Create(terminal),
        MessageCommand.Create(terminal),
        ListenCommand.Create(terminal),
        SendCommand.Create(terminal),
        AuditCommand.Create(terminal),
        CompletionCommand.Create(terminal),
    };

    // The parser speaks of a missing command first, even where a mistyped one is what is wrong.
    private static string ReasonOf(ParseResult result) => result.UnmatchedTokens is not [var token, ..] ? result.Errors[0].Message
        : NearbyWord.Question(token, Words(result.CommandResult.Command)) is { Length: > 0 } question ? $"there is no command or option {OneLine.Quote(token)}; {question.TrimEnd()}"
        : $"there is no command or option {OneLine.Quote(token)}.";

    /// <summary>What can stand at this place.</summary>
    private static IEnumerable<string> Words(Command command) =>
        command.Subcommands.Where(static sub => !sub.Hidden).Select(static sub => sub.Name).Concat(command.Options.Where(static option => !option.Hidden).Select(static option => option.Name));

    /// <summary>The subcommand that the arguments name, and a blank; nothing if they name none.</summary>
    private static string Path(ParseResult result) =>
        result.CommandResult.Parent is null ? "" : result.CommandResult.Command.Name + " ";

    private static int Fail(Terminal terminal, string message)
    {
        try
        {
            terminal.Output.Flush();
        }
        catch (Exception exception) when (exception is OutputClosedException or CommandException)
        {
            // The reason for the failure comes first.
        }

        terminal.Fail(message);
        return ExitCode.WrongUse;
    }
}
