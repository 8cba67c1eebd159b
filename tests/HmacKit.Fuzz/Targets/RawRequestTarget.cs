using System.Text;
using HmacKit.Cli;

namespace HmacKit.Fuzz;

/// <summary>Captured HTTP/1.1 as the command line reads it: head, declared and chunked bodies, absolute targets. What can't be read is said in a word, and a body is never over its limit.</summary>
internal static class RawRequestTarget
{
    private const int MaxBody = 1000;

    private static readonly string[] Texts =
    [
        "POST /a?b=1 HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 5\r\n\r\nhello",
        "\r\nPUT https://u@api.example.com:443/a HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n5;x=y\r\nhello\r\n0\r\nT: 1\r\n\r\n",
        "\uFEFFGET / HTTP/1.0\nX: \u00e9\n\nrest", "GET /\t HTTP/1.1\nA: b\n c\n\n",
    ];

    public static FuzzTarget Create() => new("raw", Texts.Select(Encoding.UTF8.GetBytes), Run);

    private static void Run(byte[] input)
    {
        try
        {
            RawRequest request = RequestFile.Read(new MemoryStream(input), MaxBody, static _ => { });
            FuzzTarget.Must(request.Body.Length <= MaxBody + 1, "a body is at most one byte over its limit");
            FuzzTarget.Must(HttpSyntax.IsToken(request.Method) && request.Headers.All(static header => HttpSyntax.IsToken(header.Key) && HttpSyntax.IsFieldValue(header.Value)), "methods, names and values can be sent as they are");
        }
        catch (CommandException exception)
        {
            FuzzTarget.Must(OneLine.Of(exception.Message).AsSpan().IndexOfAny('\n', '\r') < 0, "a message is one line");
        }

        string text = Encoding.Latin1.GetString(input);
        try
        {
            var url = RequestUrl.Parse(text);
            FuzzTarget.Must(url.Target.StartsWith('/') && url.With("/x").Text.EndsWith("/x", StringComparison.Ordinal), "a target begins with a slash");
        }
        catch (CommandException)
        {
            // Said in a word.
        }
    }
}
