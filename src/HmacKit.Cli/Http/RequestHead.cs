using System.Text;

namespace HmacKit.Cli;

/// <summary>Request line and headers of a captured HTTP/1.1 request (RFC 9112 sections 3 and 5).</summary>
internal sealed record RequestHead(string Method, string Target, List<KeyValuePair<string, string>> Headers)
{
    /// <summary>The most bytes of request line and headers together.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The most headers.</summary>
    public const int MaxHeaders = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads up to and with the empty line.</summary>
    /// <exception cref="CommandException">It isn't a request, or is over a limit.</exception>
    public static RequestHead Read(ByteSource source)
    {
        int left = MaxBytes;
        string requestLine;
        do
        {
            // RFC 9112 section 2.2: empty lines before the request line are skipped.
            requestLine = ReadLine(source, ref left) ?? throw new CommandException("the file holds no HTTP request.");
        }
        while (requestLine.Length == 0);

        (string method, string target) = ParseRequestLine(requestLine.TrimStart('\uFEFF'));
        var headers = new List<KeyValuePair<string, string>>();
        while (ReadLine(source, ref left) is { Length: > 0 } line)
        {
            if (headers.Count == MaxHeaders)
            {
                throw new CommandException($"the request has more than {MaxHeaders} headers.");
            }

            if (line[0] is ' ' or '\t')
            {
                throw new CommandException($"header {headers.Count + 1} is folded onto a line of its own; put it on one line.");
            }

            if (!HttpSyntax.TryReadField(line, out KeyValuePair<string, string> header))
            {
                throw new CommandException($"header {headers.Count + 1} isn't 'Name: value': {OneLine.Quote(line)}.");
            }

            headers.Add(header);
        }

        return new RequestHead(method, target, headers);
    }

    /// <summary>The one value of a header; null if it isn't there.</summary>
    /// <exception cref="CommandException">It is there more than once.</exception>
    public string? GetSingle(string name)
    {
        string? value = null;
        foreach (KeyValuePair<string, string> header in Headers)
        {
            if (header.IsNamed(name))
            {
                value = value is null ? header.Value : throw new CommandException($"the request has more than one {name}, so where its body ends is ambiguous.");
            }
        }

        return value;
    }

    private static (string Method, string Target) ParseRequestLine(string line)
    {
        string[] words = line.Split(' ');
        if (words is not [var method, var target, var version] || !HttpSyntax.IsToken(method) || target.Length == 0
            || !HttpSyntax.IsFieldValue(target) || !version.StartsWith("HTTP/", StringComparison.Ordinal))
        {
            throw new CommandException($"this is no HTTP request: its first line isn't 'METHOD target HTTP/1.1' but {OneLine.Quote(line)}.");
        }

        return (method, RequestUrl.TrySplitAbsolute(target, out _, out string origin) ? origin : target);
    }

    private static string? ReadLine(ByteSource source, ref int left)
    {
        ByteSource.LineEnd end = source.ReadLine(left, out byte[] line);
        if (end == ByteSource.LineEnd.TooLong)
        {
            throw new CommandException($"request line and headers are over {MaxBytes} bytes.");
        }

        left -= line.Length;
        return end == ByteSource.LineEnd.EndOfFile && line.Length == 0 ? null : Decode(line);
    }

    // Header bytes have no declared encoding: UTF-8 where they are that, else a character a byte.
    private static string Decode(byte[] line)
    {
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(line);
        }
    }
}
