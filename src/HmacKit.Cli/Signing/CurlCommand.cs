using System.Text;
using System.Text.Unicode;

namespace HmacKit.Cli;

/// <summary>
/// A curl command that sends a signed request exactly as it was signed: with the raw target (no dot segments taken out,
/// no brackets expanded), the body's bytes, and no header that curl would make up for the body.
/// </summary>
internal static class CurlCommand
{
    /// <summary>A body from standard input up to this size stands in the command as text; no system takes longer arguments for granted.</summary>
    private const int MaxInlineBytes = 32 * 1024;

    private const int Base64LineLength = 76;
    private const string NextLine = " \\\n  ";

    /// <exception cref="CommandException">The URL has no host to send to.</exception>
    public static string Write(SigningRequest request, SignedHeaders signature)
    {
        if (request.Url.Authority is null)
        {
            throw new CommandException("--output curl needs an absolute --url.");
        }

        var command = new StringBuilder();
        bool isPiped = request.BodyPath == InputFile.StandardInput && !IsInlineText(request.Body);
        if (isPiped)
        {
            // A here-document has no line that is too long for a terminal, and no byte that one would change.
            command.Append("base64 -d <<'END' | ");
        }

        command.Append("curl --path-as-is --globoff ").Append(Method(request)).Append(NextLine).Append(ShellText.Quote(request.Url.Text));
        foreach ((string name, string value) in request.Headers.Concat(signature))
        {
            // 'Name:' would take the header away; 'Name;' sends it empty.
            string header = value.Length == 0 ? $"{name};" : $"{name}: {value}";
            command.Append(NextLine).Append("-H ").Append(ShellText.Quote(header));
        }

        AppendBody(command, request, isPiped);
        return command.ToString();
    }

    private static string Method(SigningRequest request) =>
        request is { Method: "HEAD", SaysLength: false } ? "--head" : $"-X {ShellText.Quote(request.Method)}";

    private static void AppendBody(StringBuilder command, SigningRequest request, bool isPiped)
    {
        if (!request.SaysLength)
        {
            return;
        }

        if (!request.Has("Content-Type"))
        {
            // Else curl calls every body a web form.
            command.Append(NextLine).Append("-H Content-Type:");
        }

        command.Append(NextLine);
        if (isPiped)
        {
            command.Append("--data-binary @-");
            string base64 = Convert.ToBase64String(request.Body);
            for (int at = 0; at < base64.Length; at += Base64LineLength)
            {
                command.Append('\n').Append(base64, at, Math.Min(Base64LineLength, base64.Length - at));
            }

            command.Append("\nEND");
        }
        else if (request.BodyPath is null or InputFile.StandardInput)
        {
            command.Append("--data-raw ").Append(ShellText.Quote(Encoding.UTF8.GetString(request.Body)));
        }
        else
        {
            command.Append("--data-binary ").Append(ShellText.Quote('@' + request.BodyPath));
        }
    }

    /// <summary>Whether the body survives as a word that is pasted into a terminal: text, with no control character but the line feed.</summary>
    private static bool IsInlineText(ReadOnlySpan<byte> body) =>
        body.Length <= MaxInlineBytes && Utf8.IsValid(body) && !Encoding.UTF8.GetString(body).Any(static c => char.IsControl(c) && c != '\n');
}
