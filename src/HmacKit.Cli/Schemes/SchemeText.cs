namespace HmacKit.Cli;

/// <summary>A scheme as a few lines on the screen.</summary>
internal static class SchemeText
{
    public static void Write(OutputBuffer output, SignatureScheme scheme)
    {
        output.WriteLine(Title(scheme));
        foreach ((string label, string text) in Rows(scheme))
        {
            output.WriteLine($"  {label,-10}  {text}");
        }
    }

    public static void Write(Screen screen, SignatureScheme scheme)
    {
        screen.WriteLine((Title(scheme), Screen.Name));
        screen.WriteRows(Rows(scheme));
    }

    private static string Title(SignatureScheme scheme) =>
        scheme.OtherNames.Count == 0 ? scheme.Name : $"{scheme.Name}, also known as {string.Join(", ", scheme.OtherNames)}";

    private static IEnumerable<(string Label, string Text)> Rows(SignatureScheme scheme)
    {
        yield return ("message", SchemeWords.Message(scheme));
        string label = "headers";
        foreach (SchemeCarrier carrier in scheme.Carriers)
        {
            yield return (label, carrier.ToString());
            label = "";
        }

        foreach ((string name, string template) in scheme.Parts)
        {
            yield return ("part", $"{name}: {SchemeWords.Visible(template)}");
        }

        foreach ((string name, SchemeValue value) in scheme.Values)
        {
            yield return ("value", $"{name}: {SchemeWords.Value(value)}");
        }

        if (scheme.AnswersTo is { } asked)
        {
            yield return ("answers to", $"requests of {asked.Name}, whose {SchemeWords.OfRequest(scheme)} it has");
        }

        if (scheme.ClockHint is { } hint)
        {
            yield return ("clock hint", $"{hint.Carriers[0]} over {SchemeWords.Visible(hint.Message)}, to whom signed with a time outside the window");
        }

        yield return ("algorithm", scheme.PublicKey?.Name ?? scheme.Algorithm.Name);
        yield return ("secret", scheme.SecretFormat.ToString());
        yield return ("window", SchemeWords.WindowAndFormat(scheme));
        yield return ("replay", SchemeWords.ReplayInFull(scheme));
        yield return ("signs", string.Join(", ", SchemeWords.Signs(scheme)));
        yield return ("not signed", string.Join(", ", SchemeWords.NotSigned(scheme)));
        if (scheme.AmbiguousBecause is { } reason)
        {
            yield return ("ambiguous", reason);
        }

        if (scheme.Documentation is { } page)
        {
            yield return ("see", page.OriginalString);
        }
    }
}
