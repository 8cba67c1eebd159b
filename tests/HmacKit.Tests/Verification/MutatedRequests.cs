namespace HmacKit.Tests.Verification;

/// <summary>Makes broken requests out of good ones, always the same from one seed.</summary>
internal sealed class MutatedRequests(int seed)
{
    private static readonly string[] Odd =
    [
        "", " ", ",", ";", "=", "t=", "v1=", "v1,", "t=1,v1=", ",,,,,,,,", "%", "%zz", "?", "&", "a&a", "\0", "\r\n", "\t", "\u007F", "\u00FC", "\uD800",
        "\uDC00\uD800", "\U0001F511", "-1", "0", "00", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e9", "NaN", "1765972800",
        "1765972800000", "2025-12-17T12:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z", "Wed, 17 Dec 2025 12:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
        "sha256=", "{signature:hex}", "null", "\u2028", "'\"\\", new string('a', 64), new string('A', 43) + "=", new string('0', 64), new string('=', 44),
        string.Concat(Enumerable.Repeat("v1=aa,", 700)), string.Concat(Enumerable.Repeat("v1,aa ", 17)), new string('1', 4096), new string('1', 4097), new string('x', 100_000),
    ];

    private readonly Random _random = new(seed);

    /// <summary>The request with one to four changes.</summary>
    public RawRequest Change(RawRequest request)
    {
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            request = _random.Next(10) switch
            {
                0 => request.WithTarget(ChangeText(request.Target)),
                1 => request.WithMethod(ChangeText(request.Method)),
                2 => request.WithBody(ChangeBody(request.Body.ToArray())),
                _ => request.WithHeaders(ChangeHeaders([.. request.Headers])),
            };
        }

        return request;
    }

    private List<KeyValuePair<string, string>> ChangeHeaders(List<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0)
        {
            return headers;
        }

        int at = _random.Next(headers.Count);
        int other = _random.Next(headers.Count);
        KeyValuePair<string, string> header = headers[at];
        switch (_random.Next(12))
        {
            case 0:
                headers.RemoveAt(at);
                break;
            case 1:
                headers.Add(header);
                break;
            case 2:
                headers[at] = new(header.Key, headers[other].Value);
                headers[other] = new(headers[other].Key, header.Value);
                break;
            case 3:
                headers[at] = new(header.Key.ToLowerInvariant(), header.Value);
                break;
            case 4:
                headers[at] = new(ChangeText(header.Key), header.Value);
                break;
            case 5:
                headers[at] = new(header.Key, header.Value + "," + headers[other].Value);
                break;
            case 6:
                headers.Insert(other, new(Pick(), Pick()));
                break;
            case 7:
                headers[at] = new(header.Key, null!);
                break;
            default:
                headers[at] = new(header.Key, ChangeText(header.Value ?? ""));
                break;
        }

        return headers;
    }

    private string ChangeText(string text)
    {
        int at = _random.Next(text.Length + 1);
        int end = _random.Next(at, text.Length + 1);
        switch (_random.Next(9))
        {
            case 0:
                return Pick();
            case 1:
                return text[..at] + Pick() + text[at..];
            case 2:
                return text[..at] + text[end..];
            case 3:
                return text[..at] + text[at..end] + text[at..];
            case 4:
                return text[..end];
            case 5:
                return text.ToUpperInvariant();
            case 6:
                return " " + text + " ";
            default:
                if (text.Length == 0)
                {
                    return text;
                }

                char[] chars = text.ToCharArray();
                chars[_random.Next(chars.Length)] ^= (char)(1 << _random.Next(_random.Next(4) == 0 ? 16 : 7));
                return new string(chars);
        }
    }

    private byte[] ChangeBody(byte[] body)
    {
        int at = _random.Next(body.Length + 1);
        switch (_random.Next(5))
        {
            case 0:
                return [];
            case 1:
                return body[..at];
            case 2:
                return [.. body, 0];
            case 3:
                return new byte[_random.Next(40_000)];
            default:
                if (body.Length > 0)
                {
                    body[_random.Next(body.Length)] ^= (byte)(1 << _random.Next(8));
                }

                return body;
        }
    }

    private string Pick() => Odd[_random.Next(Odd.Length)];
}
