using System.Text;

namespace HmacKit.Cli;

/// <summary>The tables of the docs, written from the definitions; a test holds the docs to them.</summary>
internal static class SchemeMarkdown
{
    /// <summary>The table of one scheme, as <c>docs/schemes/NAME.md</c> has it. Ends with a line break.</summary>
    public static string Table(SignatureScheme scheme)
    {
        var table = new StringBuilder();
        AppendRow(table, "Property", "Value");
        AppendRow(table, "---", "---");
        if (scheme.OtherNames.Count > 0)
        {
            AppendRow(table, "Also known as", string.Join(", ", scheme.OtherNames.Select(Code)));
        }

        AppendRow(table, "Message", Code(SchemeWords.Message(scheme)));
        foreach ((string name, string template) in scheme.Parts)
        {
            AppendRow(table, $"Part {Code(name)}", Code(SchemeWords.Visible(template)));
        }

        foreach (SchemeCarrier carrier in scheme.Carriers)
        {
            AppendRow(table, $"{SchemeWords.Kind(carrier)} {Code(carrier.Name)}", $"{Code(SchemeWords.Notation(carrier.Format))} {Escape(SchemeWords.Repetition(carrier.Format))}".TrimEnd());
        }

        foreach ((string name, SchemeValue value) in scheme.Values)
        {
            AppendRow(table, $"Value {Code(name)}", Escape(SchemeWords.Value(value)));
        }

        if (scheme.AnswersTo is { } asked)
        {
            AppendRow(table, "Answers to", $"requests of [`{asked.Name}`]({asked.Name}.md), whose {SchemeWords.OfRequest(scheme)} it has");
        }

        if (scheme.ClockHint is { } hint)
        {
            SchemeCarrier carrier = hint.Carriers[0];
            AppendRow(table, "Clock hint", $"{Code(carrier.Name)} {Code(SchemeWords.Notation(carrier.Format))} over {Code(SchemeWords.Visible(hint.Message))}, to whom signed with a time outside the window");
        }

        AppendRow(table, "Algorithm", Escape(scheme.PublicKey?.Name ?? scheme.Algorithm.Name));
        AppendRow(table, "Secret format", Escape(scheme.SecretFormat.ToString()));
        AppendRow(table, "Time window", Escape(SchemeWords.WindowAndFormat(scheme)));
        AppendRow(table, "Replay", Escape(SchemeWords.ReplayInFull(scheme)));
        AppendRow(table, "Signs", Escape(string.Join(", ", SchemeWords.Signs(scheme))));
        AppendRow(table, "Not signed", Escape(string.Join(", ", SchemeWords.NotSigned(scheme))));
        if (scheme.AmbiguousBecause is { } reason)
        {
            AppendRow(table, "Ambiguous", Escape(reason));
        }

        if (scheme.Documentation is { } page)
        {
            AppendRow(table, "Vendor's documentation", $"<{page.OriginalString}>");
        }

        return table.ToString();
    }

    /// <summary>The table of all schemes, as the README has it. Ends with a line break.</summary>
    public static string Summary(IEnumerable<SignatureScheme> schemes)
    {
        var table = new StringBuilder();
        AppendRow(table, "Scheme", "Message", "Signature in", "Window", "Replay");
        AppendRow(table, "---", "---", "---", "---", "---");
        foreach (SignatureScheme scheme in schemes)
        {
            AppendRow(
                table,
                Code(scheme.Name),
                Code(SchemeWords.Message(scheme)),
                Code(SchemeWords.SignatureHeader(scheme)),
                SchemeWords.Window(scheme),
                SchemeWords.Replay(scheme));
        }

        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, params ReadOnlySpan<string> cells)
    {
        table.Append('|');
        foreach (string cell in cells)
        {
            table.Append(' ').Append(cell).Append(" |");
        }

        table.Append('\n');
    }

    // A pipe ends a cell, even inside a code span (GitHub's tables extension).
    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal)
        ? $"`` {text.Replace("|", "\\|", StringComparison.Ordinal)} ``"
        : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Escape(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal);
}
