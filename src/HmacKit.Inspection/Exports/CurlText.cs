using System.Text;
using System.Text.Unicode;

namespace HmacKit.Inspection;

/// <summary>
/// A curl command that sends a request exactly as it is: with the raw target (no dot segments taken out, no brackets expanded), the body's bytes, and no header that curl
/// would make up for the body.
/// </summary>
internal static class CurlText
{
    /// <summary>A body up to this size stands in the command as text; no system takes longer arguments for granted.</summary>
    private const int MaxInlineBytes = 32 * 1024;

    private const int Base64LineLength = 76;
    private const string NextLine = " \\\n  ";

    /// <param name="method">The method.</param>
    /// <param name="url">The whole URL.</param>
    /// <param name="headers">The headers but for those that curl writes itself.</param>
    /// <param name="body">The body, which may be empty; null for a request that says no length.</param>
    /// <param name="bodyPath">A file that has the body; null to write the body into the command.</param>
    public static string Write(string method, string url, IEnumerable<KeyValuePair<string, string>> headers, byte[]? body, string? bodyPath = null)
    {
        bool isPiped = body is not null && bodyPath is null && !IsInlineText(body);

        // A here-document has no line that is too long for a terminal, and no byte that one would change.
        var command = new StringBuilder(isPiped ? "base64 -d <<'END' | " : "");
        command.Append("curl --path-as-is --globoff ");
        command.Append(method == "HEAD" && body is null ? "--head" : $"-X {ShellText.Quote(method)}").Append(NextLine).Append(ShellText.Quote(url));
        bool hasType = false;
        foreach ((string name, string value) in headers)
        {
            hasType |= name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);

            // 'Name:' would take the header away; 'Name;' sends it empty.
            command.Append(NextLine).Append("-H ").Append(ShellText.Quote(value.Length == 0 ? $"{name};" : $"{name}: {value}"));
        }

        if (body is null)
        {
            return command.ToString();
        }

        if (!hasType)
        {
            // Else curl calls every body a web form.
            command.Append(NextLine).Append("-H Content-Type:");
        }

        command.Append(NextLine);
        if (bodyPath is not null)
        {
            command.Append("--data-binary ").Append(ShellText.Quote('@' + bodyPath));
        }
        else if (isPiped)
        {
            AppendDocument(command.Append("--data-binary @-"), body);
        }
        else
        {
            command.Append("--data-raw ").Append(ShellText.Quote(Encoding.UTF8.GetString(body)));
        }

        return command.ToString();
    }

    private static void AppendDocument(StringBuilder command, byte[] body)
    {
        string base64 = Convert.ToBase64String(body);
        for (int at = 0; at < base64.Length; at += Base64LineLength)
        {
            command.Append('\n').Append(base64, at, Math.Min(Base64LineLength, base64.Length - at));
        }

        command.Append("\nEND");
    }

    /// <summary>Whether the body survives as a word that is pasted into a terminal: text, with no control character but the line feed.</summary>
    private static bool IsInlineText(ReadOnlySpan<byte> body) =>
        body.Length <= MaxInlineBytes && Utf8.IsValid(body) && !Encoding.UTF8.GetString(body).Any(static c => char.IsControl(c) && c != '\n');
}
