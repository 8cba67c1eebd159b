using System.Text;

namespace HmacKit.Fuzz;

/// <summary>A request as an input holds it: a byte for the scheme, then a line "METHOD target", headers, an empty line, the body. Whatever the bytes are, they are a request.</summary>
internal static class FuzzRequest
{
    private static readonly PublicOrigin Origin = new(new Uri("https://api.example.com"));

    public static (FuzzScheme Scheme, RawRequest Request) Read(byte[] input)
    {
        FuzzScheme scheme = FuzzScheme.All[(input.Length == 0 ? 0 : input[0]) % FuzzScheme.All.Count];
        string text = Encoding.Latin1.GetString(input.AsSpan(Math.Min(1, input.Length)));
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = (end < 0 ? text : text[..end]).Split('\n');
        string[] words = lines[0].Split(' ', 2);
        IEnumerable<KeyValuePair<string, string>> headers = lines.Skip(1).Select(static line => line.Split(": ", 2)).Select(static pair => new KeyValuePair<string, string>(pair[0], pair.ElementAtOrDefault(1) ?? ""));
        byte[] body = end < 0 ? [] : Encoding.Latin1.GetBytes(text[(end + 2)..]);
        return (scheme, new RawRequest(words[0], words.ElementAtOrDefault(1) ?? "", headers, body, Origin));
    }

    public static byte[] Write(int scheme, RawRequest request)
    {
        var text = new StringBuilder().Append(request.Method).Append(' ').Append(request.Target);
        foreach ((string name, string value) in request.Headers)
        {
            text.Append('\n').Append(name).Append(": ").Append(value);
        }

        return [(byte)scheme, .. Encoding.Latin1.GetBytes(text.Append("\n\n").ToString()), .. request.Body.Span];
    }

    /// <summary>A request for each scheme, signed as the scheme wants it.</summary>
    public static IEnumerable<byte[]> SignedSeeds()
    {
        for (int i = 0; i < FuzzScheme.All.Count; i++)
        {
            if (FuzzScheme.All[i].TrySign(Sample("/v1/things?b=2&a=1", """{"amount":100,"currency":"EUR"}"""u8.ToArray())) is { } signed)
            {
                yield return Write(i, signed);
            }
        }
    }

    public static RawRequest Sample(string target, byte[] body, string type = "application/json") =>
        new("POST", target, [new("Host", "api.example.com"), new("Content-Type", type)], body, Origin);
}
