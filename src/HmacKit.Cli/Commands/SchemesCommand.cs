using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit schemes</c>: what the catalogue knows.</summary>
internal static class SchemesCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string?> name = CliOption.Argument("NAME|TEXT", "One scheme, or those that have the text in name, headers or documentation; all of them if it is left out");
        Option<bool> json = CliOption.Flag("--json", "As JSON: one object for NAME, else an array");
        Option<bool> markdown = CliOption.Flag("--markdown", "As a table in Markdown: of one scheme for NAME, else of all");
        var command = new Command("schemes", "Lists and searches the schemes: message, headers, window, replay, what is signed and what isn't.") { name, json, markdown };
        command.SetAction(result => Run(terminal, result.GetValue(name), result.GetValue(json), result.GetValue(markdown)));
        return command;
    }

    private static int Run(Terminal terminal, string? name, bool asJson, bool asMarkdown)
    {
        if (asJson && asMarkdown)
        {
            throw new CommandException("--json and --markdown exclude each other.");
        }

        if (name is null)
        {
            WriteAll(terminal, SchemeCatalog.All, asJson, asMarkdown);
            return ExitCode.Done;
        }

        if (KnownScheme.Find(name) is { } known)
        {
            WriteOne(terminal, known.Scheme, asJson, asMarkdown);
            return ExitCode.Done;
        }

        SignatureScheme[] found = [.. SchemeCatalog.All.Where(scheme => SchemeSearch.Has(scheme, name))];
        switch (found)
        {
            case []:
                throw new CommandException($"there is no scheme {OneLine.Quote(name)}, and none has it in its name, headers or documentation; 'hmackit schemes' lists them.");
            case [var only]:
                WriteOne(terminal, only, asJson, asMarkdown);
                break;
            default:
                WriteAll(terminal, found, asJson, asMarkdown);
                break;
        }

        return ExitCode.Done;
    }

    private static void WriteOne(Terminal terminal, SignatureScheme scheme, bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            SchemeJson.WriteOne(terminal.Output, scheme);
        }
        else if (asMarkdown)
        {
            terminal.Output.Write(SchemeMarkdown.Table(scheme));
        }
        else if (terminal.Screen is { } screen)
        {
            SchemeText.Write(screen, scheme);
        }
        else
        {
            SchemeText.Write(terminal.Output, scheme);
        }
    }

    private static void WriteAll(Terminal terminal, IReadOnlyList<SignatureScheme> schemes, bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            SchemeJson.WriteAll(terminal.Output, schemes);
        }
        else if (asMarkdown)
        {
            terminal.Output.Write(SchemeMarkdown.Summary(schemes));
        }
        else if (terminal.Screen is { } screen)
        {
            SchemeTables.Write(screen, schemes);
        }
        else
        {
            SchemeGroups.Write(terminal.Output, schemes);
        }
    }
}
