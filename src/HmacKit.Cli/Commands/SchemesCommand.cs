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
        command.SetAction(result => Run(terminal.Output, result.GetValue(name), result.GetValue(json), result.GetValue(markdown)));
        return command;
    }

    private static int Run(OutputBuffer output, string? name, bool asJson, bool asMarkdown)
    {
        if (asJson && asMarkdown)
        {
            throw new CommandException("--json and --markdown exclude each other.");
        }

        if (name is null)
        {
            WriteAll(output, SchemeCatalog.All, asJson, asMarkdown);
            return ExitCode.Done;
        }

        if (KnownScheme.Find(name) is { } known)
        {
            WriteOne(output, known.Scheme, asJson, asMarkdown);
            return ExitCode.Done;
        }

        SignatureScheme[] found = [.. SchemeCatalog.All.Where(scheme => SchemeSearch.Has(scheme, name))];
        switch (found)
        {
            case []:
                throw new CommandException($"there is no scheme {OneLine.Quote(name)}, and none has it in its name, headers or documentation; 'hmackit schemes' lists them.");
            case [var only]:
                WriteOne(output, only, asJson, asMarkdown);
                break;
            default:
                WriteAll(output, found, asJson, asMarkdown);
                break;
        }

        return ExitCode.Done;
    }

    private static void WriteOne(OutputBuffer output, SignatureScheme scheme, bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            SchemeJson.WriteOne(output, scheme);
        }
        else if (asMarkdown)
        {
            output.Write(SchemeMarkdown.Table(scheme));
        }
        else
        {
            SchemeText.Write(output, scheme);
        }
    }

    private static void WriteAll(OutputBuffer output, IReadOnlyList<SignatureScheme> schemes, bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            SchemeJson.WriteAll(output, schemes);
        }
        else if (asMarkdown)
        {
            output.Write(SchemeMarkdown.Summary(schemes));
        }
        else
        {
            SchemeGroups.Write(output, schemes);
        }
    }
}
