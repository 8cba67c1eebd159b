using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit.Inspection;

/// <summary>A request for other programs: a curl command, a raw request that <c>hmackit explain</c> reads, a line of a batch or of test vectors.</summary>
internal static class RequestExport
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The export of a kind, <c>curl</c>, <c>http</c> or <c>vector</c>; null for any other.</summary>
    public static byte[]? Of(Exchange exchange, string kind, InspectorView about) => kind switch
    {
        "curl" => Encoding.UTF8.GetBytes(Curl(exchange, about)),
        "http" => Http(exchange),
        "vector" => Vector(exchange),
        _ => null,
    };

    private static IEnumerable<HeaderLine> SentHeaders(Exchange exchange) =>
        exchange.Headers.Where(line => !HopByHop.Has(line.Name, exchange.Headers) && !line.IsNamed("Content-Length"));

    private static string Curl(Exchange exchange, InspectorView about)
    {
        // Where it is sent from a shell is where it came to first: the inspector shows it again.
        string origin = (about.Receives ?? exchange.Origin ?? "http://localhost").TrimEnd('/');
        IEnumerable<KeyValuePair<string, string>> headers = SentHeaders(exchange).Where(static line => !line.IsNamed("Host")).Select(static line => KeyValuePair.Create(line.Name, line.Value));
        return CurlText.Write(exchange.Method, origin + exchange.Target, headers, exchange.Body.Length > 0 ? exchange.Body : null) + "\n";
    }

    private static byte[] Http(Exchange exchange)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{exchange.Method} {exchange.Target} HTTP/1.1\r\n");
        foreach (HeaderLine line in SentHeaders(exchange))
        {
            head.Append(line.Name).Append(": ").Append(line.Value).Append("\r\n");
        }

        if (exchange.Body.Length > 0 || exchange.Headers.Any(static line => line.IsNamed("Content-Length")))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {exchange.Body.Length}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. exchange.Body];
    }

    /// <summary>As <c>hmackit explain --batch</c> takes it, but for the secret, which isn't known here.</summary>
    private static byte[] Vector(Exchange exchange)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Json))
        {
            json.WriteStartObject();
            json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{exchange.Finding.Scheme}-{exchange.Id}"));
            json.WriteString("scheme", exchange.Finding.Scheme);
            json.WriteString("secret", "PUT THE SECRET HERE");
            json.WriteString("method", exchange.Method);
            json.WriteString("target", exchange.Target);
            if (exchange.Origin is { } origin)
            {
                json.WriteString("url", origin + exchange.Target);
            }

            json.WriteStartObject("headers");
            foreach (IGrouping<string, string> header in SentHeaders(exchange).GroupBy(static header => header.Name, static header => header.Value, StringComparer.OrdinalIgnoreCase))
            {
                WriteValues(json, header.Key, [.. header]);
            }

            json.WriteEndObject();
            json.WriteBase64String("bodyBase64", exchange.Body);
            json.WriteNumber("now", exchange.Time.ToUnixTimeMilliseconds());
            json.WriteString("expect", exchange.Finding.Status);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, string[] values)
    {
        if (values is [var only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
