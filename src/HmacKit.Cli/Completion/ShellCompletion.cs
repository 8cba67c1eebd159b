using System.CommandLine;

namespace HmacKit.Cli;

/// <summary>What can stand at a place of the command line: shells ask for it while somebody types.</summary>
internal static class ShellCompletion
{
    /// <summary>The word before what was typed, with which a shell's script asks.</summary>
    public const string Word = "__complete";

    /// <summary>Writes the words that fit, a line each; nothing where a file or a text of the user's own belongs.</summary>
    /// <param name="root">The command.</param>
    /// <param name="words">What was typed behind the program's name; the last one is the word that is being typed.</param>
    /// <param name="output">Where to.</param>
    public static int Answer(Command root, IReadOnlyList<string> words, OutputBuffer output)
    {
        string typed = words.Count > 0 ? words[^1] : "";
        Command command = root;
        foreach (string word in words.Take(Math.Max(0, words.Count - 1)))
        {
            command = command.Subcommands.FirstOrDefault(sub => sub.Name == word && !sub.Hidden) ?? command;
        }

        foreach (string found in Candidates(command, words, typed).Where(word => word.StartsWith(typed, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            output.WriteLine(found);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> Candidates(Command command, IReadOnlyList<string> words, string typed)
    {
        Option? before = words.Count > 1 ? command.Options.FirstOrDefault(option => option.Name == words[^2]) : null;
        if (before is not null && before is not Option<bool>)
        {
            return before.Name == "--scheme" ? SchemeNames() : before.HelpName?.Contains('|', StringComparison.Ordinal) == true ? before.HelpName.Split('|') : [];
        }

        if (typed.StartsWith('-'))
        {
            return command.Options.Where(static option => !option.Hidden).Select(static option => option.Name);
        }

        return command.Subcommands.Count > 0 ? command.Subcommands.Where(static sub => !sub.Hidden).Select(static sub => sub.Name)
            : command.Name == "schemes" ? SchemeNames()
            : command.Name == "completion" ? CompletionCommand.Shells
            : [];
    }

    private static IEnumerable<string> SchemeNames() => SchemeCatalog.All.Select(static scheme => scheme.Name);
}
