namespace HmacKit.Cli;

/// <summary>A scheme as a few lines on the screen.</summary>
internal static class SchemeText
{
    public static void Write(OutputBuffer output, SignatureScheme scheme)
    {
        output.WriteLine(scheme.OtherNames.Count == 0 ? scheme.Name : $"{scheme.Name}, also known as {string.Join(", ", scheme.OtherNames)}");
        WriteRow(output, "message", SchemeWords.Message(scheme));
        string label = "headers";
        foreach (SchemeCarrier carrier in scheme.Carriers)
        {
            WriteRow(output, label, carrier.ToString());
            label = "";
        }

        foreach ((string name, string template) in scheme.Parts)
        {
            WriteRow(output, "part", $"{name}: {SchemeWords.Visible(template)}");
        }

        foreach ((string name, SchemeValue value) in scheme.Values)
        {
            WriteRow(output, "value", $"{name}: {SchemeWords.Value(value)}");
        }

        if (scheme.AnswersTo is { } asked)
        {
            WriteRow(output, "answers to", $"requests of {asked.Name}, whose time, id, nonce and key id it has");
        }

        WriteRow(output, "algorithm", scheme.PublicKey?.Name ?? scheme.Algorithm.Name);
        WriteRow(output, "secret", scheme.SecretFormat.ToString());
        WriteRow(output, "window", SchemeWords.WindowAndFormat(scheme));
        WriteRow(output, "replay", SchemeWords.ReplayInFull(scheme));
        WriteRow(output, "signs", string.Join(", ", SchemeWords.Signs(scheme)));
        WriteRow(output, "not signed", string.Join(", ", SchemeWords.NotSigned(scheme)));
        if (scheme.AmbiguousBecause is { } reason)
        {
            WriteRow(output, "ambiguous", reason);
        }

        if (scheme.Documentation is { } page)
        {
            WriteRow(output, "see", page.OriginalString);
        }
    }

    private static void WriteRow(OutputBuffer output, string label, string text) => output.WriteLine($"  {label,-10}  {text}");
}
