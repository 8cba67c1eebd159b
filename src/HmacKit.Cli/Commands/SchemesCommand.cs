using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit schemes</c>: what the catalogue knows.</summary>
internal static class SchemesCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string?> name = CliOption.Argument("NAME", "One scheme; all of them if it is left out");
        Option<bool> json = CliOption.Flag("--json", "As JSON: one object for NAME, else an array");
        Option<bool> markdown = CliOption.Flag("--markdown", "As a table in Markdown: of one scheme for NAME, else of all");
        var command = new Command("schemes", "Lists the schemes: message, headers, window, replay, what is signed and what isn't.") { name, json, markdown };
        command.SetAction(result => Run(terminal.Output, result.GetValue(name), result.GetValue(json), result.GetValue(markdown)));
        return command;
    }

    private static int Run(OutputBuffer output, string? name, bool asJson, bool asMarkdown)
    {
        if (asJson && asMarkdown)
        {
            throw new CommandException("--json and --markdown exclude each other.");
        }

        if (name is not null)
        {
            WriteOne(output, KnownScheme.Get(name).Scheme, asJson, asMarkdown);
        }
        else
        {
            WriteAll(output, asJson, asMarkdown);
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

    private static void WriteAll(OutputBuffer output, bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            SchemeJson.WriteAll(output, SchemeCatalog.All);
            return;
        }

        if (asMarkdown)
        {
            output.Write(SchemeMarkdown.Summary(SchemeCatalog.All));
            return;
        }

        foreach (SignatureScheme scheme in SchemeCatalog.All)
        {
            SchemeText.Write(output, scheme);
            output.WriteLine();
        }
    }
}
